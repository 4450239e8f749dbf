import { defineConfig } from "vitest/config";

const slow = "test/**/*.slow.test.ts";
// Kernels, notebooks and the browser each want the machine for themselves: those folders run after the others, one after
// the other and file by file.
const heavyFolders = ["kernel", "notebooks", "browser"];
const heavy = heavyFolders.map((folder) => `test/${folder}/**`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: [slow, ...heavy],
          testTimeout: 30_000,
        },
      },
      { test: { name: "slow", include: [slow], exclude: heavy, testTimeout: 30_000 } },
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
