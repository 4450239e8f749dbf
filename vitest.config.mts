import { defineConfig } from "vitest/config";

// Kernels, notebooks and the browser each want the machine for themselves: those folders run after the unit tests, one
// after the other and file by file.
const heavyFolders = ["kernel", "notebooks", "browser"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: heavyFolders.map((folder) => `test/${folder}/**`),
          testTimeout: 30_000,
        },
      },
      ...heavyFolders.map((folder, position) => ({
        test: {
          name: folder,
          include: [`test/${folder}/**/*.test.ts`],
          fileParallelism: false,
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: position + 1 },
        },
      })),
    ],
  },
});
