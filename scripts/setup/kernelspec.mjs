import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, normalize } from "node:path";
import { jupyterFolder } from "./project.mjs";

export const kernelName = "aevb";

/** The kernelspec of this checkout, which Jupyter finds through JUPYTER_PATH. */
export const projectSpecFolder = join(jupyterFolder, "kernels", kernelName);

/**
 * The folder in which Jupyter keeps a user's own data.
 * @param {NodeJS.ProcessEnv} environment
 * @param {NodeJS.Platform} platform
 */
export function jupyterDataFolder(environment = process.env, platform = process.platform, home = homedir()) {
  if (environment.JUPYTER_DATA_DIR) return environment.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(environment.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(environment.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** Where the user's own kernelspec of this kernel is, or would be. */
export function userSpecFolder() {
  return join(jupyterDataFolder(), "kernels", kernelName);
}

/**
 * @typedef {{ argv: string[], display_name: string, language: string }} Kernelspec
 */

/**
 * The project's kernelspec with absolute paths, to be used from anywhere.
 * @param {Kernelspec} spec
 * @param {string} resourceFolder what {resource_dir} stands for
 * @param {string} node
 * @returns {Kernelspec}
 */
export function absoluteKernelspec(spec, resourceFolder, node = process.execPath) {
  const [command, ...rest] = spec.argv;
  const resolved = rest.map((part) =>
    part.includes("{resource_dir}") ? normalize(part.replace("{resource_dir}", resourceFolder)) : part,
  );
  return { ...spec, argv: [command === "node" ? node : command, ...resolved] };
}

/** Registers the kernel for this user, so that a JupyterLab started elsewhere or an editor finds it. */
export function installKernelspec() {
  const folder = userSpecFolder();
  const spec = JSON.parse(readFileSync(join(projectSpecFolder, "kernel.json"), "utf8"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "kernel.json"),
    `${JSON.stringify(absoluteKernelspec(spec, projectSpecFolder), null, 2)}\n`,
  );
  return folder;
}

/** Removes the user's registration; false where there was none. */
export function uninstallKernelspec() {
  const folder = userSpecFolder();
  if (!existsSync(folder)) return false;
  rmSync(folder, { recursive: true });
  return true;
}
