import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { projectRoot } from "./project.mjs";
import { SetupError, step } from "./steps.mjs";

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lockfile */

/**
 * The packages that are not installed in the version that the lock file names.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed npm's own record of what it installed
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([path, entry]) => path !== "" && !entry.optional)
    .filter(([path, entry]) => installed.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** Whether node_modules holds what package-lock.json asks for. */
export function nodePackagesReady() {
  const [wanted, installed] = ["", "node_modules/."].map((place) => {
    const file = join(projectRoot, `${place}package-lock.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { packages: {} };
  });
  return missingPackages(wanted, installed).length === 0;
}

/** Installs the locked Node packages if any is missing. */
export async function ensureNodePackages() {
  if (nodePackagesReady()) return;
  await step("Installing the Node packages", async () => {
    const npm = process.env.npm_execpath;
    if (!npm) throw new SetupError('npm was not found: start this as "npm start" or "npm test".');
    await runCommand(process.execPath, [npm, "ci", "--no-audit", "--no-fund"]);
  });
}
