import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const slow = "test/**/*.slow.test.ts";
const folders = ["kernel", "notebooks", "browser"];
const inFolders = folders.map((folder) => `test/${folder}/**`);

export default defineConfig({
  test: {
    // One more than there are cores: kernels and browsers wait as often as they compute.
    maxWorkers: availableParallelism() + 1,
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
      ...folders.map((folder) => ({
        extends: true as const,
        test: {
          name: folder,
          include: [`test/${folder}/**/*.test.ts`],
          globalSetup: folder === "browser" ? "test/browser/build-pages.ts" : [],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      })),
    ],
  },
});
