import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { runCommand } from "./command.mjs";
import { jupyterFolder } from "./project.mjs";

export const kernelName = "aevb";

/** The kernelspec of this checkout, which Jupyter finds through JUPYTER_PATH. */
const projectSpecFolder = join(jupyterFolder, "kernels", kernelName);

/**
 * Where the user's own kernelspec of this kernel is, or would be.
 * @param {string} python one that has Jupyter, which knows where it keeps a user's data
 */
async function userSpecFolder(python) {
  const output = await runCommand(python, ["-m", "jupyter_core", "--data-dir"]);
  // Warnings may stand above it.
  const dataFolder = output.trim().split("\n").at(-1) ?? "";
  return join(dataFolder, "kernels", kernelName);
}

/**
 * This checkout's kernelspec with absolute paths, to be used from anywhere.
 * @returns {{ argv: string[] }}
 */
export function absoluteKernelspec() {
  const spec = JSON.parse(readFileSync(join(projectSpecFolder, "kernel.json"), "utf8"));
  const [, ...given] = /** @type {string[]} */ (spec.argv);
  const absolute = given.map((part) => normalize(part.replace("{resource_dir}", projectSpecFolder)));
  return { ...spec, argv: [process.execPath, ...absolute] };
}

/**
 * Registers the kernel for this user, so that a JupyterLab started elsewhere or an editor finds it.
 * @param {string} python
 */
export async function installKernelspec(python) {
  const folder = await userSpecFolder(python);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(absoluteKernelspec(), null, 2)}\n`);
  return folder;
}

/**
 * Removes the user's registration; returns false if there was none.
 * @param {string} python
 */
export async function uninstallKernelspec(python) {
  const folder = await userSpecFolder(python);
  if (!existsSync(folder)) return false;
  rmSync(folder, { recursive: true });
  return true;
}
