import { defineConfig } from "vitest/config";

const slow = "test/**/*.slow.test.ts";
const folders = ["kernel", "notebooks", "browser"];
const inFolders = folders.map((folder) => `test/${folder}/**`);

export default defineConfig({
  test: {
    maxWorkers: "100%",
    maxConcurrency: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: [slow, ...inFolders],
          testTimeout: 30_000,
          // Starting a process for each file would take longer than its tests. Tests that replace modules are slow ones.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          include: [slow],
          exclude: inFolders,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      // Kernels and browsers wait as often as they compute, so that their files run beside each other. Of notebooks, which
      // compute, two run at a time, in one file after the other.
      ...folders.map((folder) => ({
        extends: true as const,
        test: {
          name: folder,
          include: [`test/${folder}/**/*.test.ts`],
          globalSetup: folder === "browser" ? "test/browser/build-pages.ts" : [],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: folder !== "notebooks",
          sequence: { groupOrder: folder === "notebooks" ? 3 : 2 },
        },
      })),
    ],
  },
});
