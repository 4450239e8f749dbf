import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { tryCommand } from "./command.mjs";
import { buildFromWheel } from "./native-build.mjs";
import { projectRoot } from "./project.mjs";
import { SetupError, step } from "./steps.mjs";

const modules = join(projectRoot, "node_modules");
const packageFolder = join(modules, "@tensorflow", "tfjs-node");
// Inside node_modules, so that removing the binding with it removes the record too.
const record = join(modules, ".native-backend.json");

const thisNode = `${process.version} ${process.platform} ${process.arch}`;

/** What an earlier set-up recorded, if that was for this Node and this version of the package. */
export function nativeBackendRecord() {
  if (!existsSync(record) || !existsSync(packageFolder)) return undefined;
  /** @type {{ node: string, package: string, available: boolean, how: string }} */
  const found = JSON.parse(readFileSync(record, "utf8"));
  return found.node === thisNode && found.package === packageVersion() ? found : undefined;
}

/**
 * Prepares the native TensorFlow binding, once for each version of Node and of the package. Where that is impossible it
 * records why, and the library computes in WebAssembly.
 * @param {string} python
 */
export async function ensureNativeBackend(python) {
  if (nativeBackendRecord()) return;
  const result = await step("Preparing the native TensorFlow backend", () => prepare(python));
  if (!result.available) console.log(`  Not available, so WebAssembly is used instead: ${result.how}`);
  writeFileSync(record, JSON.stringify({ node: thisNode, package: packageVersion(), ...result }, null, 2));
}

/**
 * Builds in the package itself: a set-up that is aborted has recorded nothing, and the next one begins again.
 * @param {string} python
 */
async function prepare(python) {
  if ((await loadError()) === undefined) return { available: true, how: "already installed" };
  const reasons = [];
  for (const [how, build] of /** @type {const} */ ([
    ["the package's own installer", runInstaller],
    ["a build against the tensorflow wheel's C library", buildFromWheel],
  ])) {
    try {
      await build(packageFolder, python);
      const problem = await loadError();
      if (problem === undefined) return { available: true, how };
      reasons.push(`${how} failed (${problem})`);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      reasons.push(`${how} failed (${error.message})`);
    }
  }
  return { available: false, how: reasons.join("; ") };
}

/** @param {string} folder */
async function runInstaller(folder) {
  const { code, output } = await tryCommand(process.execPath, [join("scripts", "install.js")], {
    cwd: folder,
    env: { ...process.env, PATH: join(modules, ".bin") + delimiter + process.env.PATH },
    timeout: 5 * 60_000,
  });
  if (code !== 0) throw new SetupError(errorLine(output));
}

/** Why the package fails to load; undefined if it loads. */
async function loadError() {
  const probe = `
    require("./lib/training/tensorflow/restore-util").restoreUtil();
    const tensorflow = require("@tensorflow/tfjs-node");
    if (tensorflow.tensor([1, 2]).sum().dataSync()[0] !== 3) throw new Error("the binding gets 1 + 2 wrong");`;
  const { code, output } = await tryCommand(process.execPath, ["--require", "tsx/cjs", "-e", probe]);
  return code === 0 ? undefined : errorLine(output);
}

/**
 * The line of a failed program's output that most likely names the cause.
 * @param {string} output
 */
export function errorLine(output) {
  const lines = output.trim().split("\n");
  return (lines.find((line) => /error: /i.test(line)) ?? lines.at(-1) ?? "").trim();
}

/** @returns {string} */
function packageVersion() {
  return JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;
}
