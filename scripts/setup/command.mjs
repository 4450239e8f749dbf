import { spawn } from "node:child_process";
import { projectRoot } from "./project.mjs";
import { SetupError } from "./steps.mjs";

/**
 * @typedef {object} CommandOptions
 * @property {string} [folder] where it runs; by default the project's folder
 * @property {NodeJS.ProcessEnv} [environment]
 * @property {number} [timeout] in milliseconds
 */

/**
 * Runs a command to its end and collects its output; `code` is undefined if the command could not be started.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number | null | undefined, output: string }>}
 */
export function tryCommand(command, commandArguments, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd: options.folder ?? projectRoot,
      env: options.environment ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeout,
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: undefined, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * Runs a command that has to succeed and returns its output.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {CommandOptions} [options]
 */
export async function runCommand(command, commandArguments, options) {
  const { code, output } = await tryCommand(command, commandArguments, options);
  if (code === 0) return output;
  const end = code === undefined ? "could not be started" : `ended with ${code ?? "a signal"}`;
  const lastLines = output.trim().split("\n").slice(-40).join("\n");
  throw new SetupError(`"${[command, ...commandArguments].join(" ")}" ${end}:\n${lastLines}`);
}

/**
 * Runs a command on this terminal and returns its exit code.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {CommandOptions} [options]
 * @returns {Promise<number>}
 */
export function showCommand(command, commandArguments, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      cwd: options.folder ?? projectRoot,
      env: options.environment ?? process.env,
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
