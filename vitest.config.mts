import { defineConfig } from "vitest/config";

const slow = "test/**/*.slow.test.ts";
const folders = ["browser", "kernel", "notebooks"];
const inFolders = folders.map((folder) => `test/${folder}/**`);

// Files of all projects run beside each other, as many as there are cores, those of the last projects' short files last.
export default defineConfig({
  test: {
    maxWorkers: "100%",
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
