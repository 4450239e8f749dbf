import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder that the reader called npm from, which runs scripts in the project's. */
export const readersFolder = process.env.INIT_CWD ?? process.cwd();

/** Where Jupyter finds the project's kernelspec and settings, without anything being installed elsewhere. */
export const jupyterFolder = join(projectRoot, "kernel", "jupyter");

/**
 * Environment variables with which Jupyter finds the project's kernel, and the kernel runs on this Node.
 * @param {NodeJS.ProcessEnv} environment
 */
export function jupyterEnvironment(environment = process.env) {
  /** @param {string} first @param {string | undefined} rest */
  const prepend = (first, rest) => (rest ? first + delimiter + rest : first);
  return {
    ...environment,
    JUPYTER_PATH: prepend(jupyterFolder, environment.JUPYTER_PATH),
    JUPYTER_CONFIG_PATH: prepend(jupyterFolder, environment.JUPYTER_CONFIG_PATH),
    PATH: prepend(dirname(process.execPath), environment.PATH),
  };
}
