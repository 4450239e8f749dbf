import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const slow = "test/**/*.slow.test.ts";
const folders = ["browser", "kernel", "notebooks"];
const inFolders = folders.map((folder) => `test/${folder}/**`);

// Files of all projects run beside each other, half as many again as there are cores, since kernels and browsers often wait;
// the short files of the last projects come last.
export default defineConfig({
  test: {
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    maxConcurrency: 2,
    projects: [
      ...folders.map((folder) => ({
        extends: true as const,
        test: {
          name: folder,
          include: [`test/${folder}/**/*.test.ts`],
          globalSetup: folder === "browser" ? "test/browser/build-pages.ts" : [],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      })),
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
        test: { name: "slow", include: [slow], exclude: inFolders, testTimeout: 60_000 },
      },
    ],
  },
});
