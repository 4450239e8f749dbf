import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { projectRoot } from "./project.mjs";
import { SetupError } from "./steps.mjs";

/** @typedef {import("node:child_process").SpawnOptions} SpawnOptions `cwd` is by default the project's folder */

/**
 * Runs a command to its end and collects its output; `code` is undefined if the command could not be started.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {SpawnOptions} [options]
 * @returns {Promise<{ code: number | null | undefined, output: string }>}
 */
export function tryCommand(command, commandArguments, options) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, {
      cwd: projectRoot,
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
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
 * @param {SpawnOptions} [options]
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
 * @param {SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export async function showCommand(command, commandArguments, options) {
  const child = spawn(command, commandArguments, { cwd: projectRoot, ...options, stdio: "inherit" });
  const [code] = await once(child, "close");
  return code ?? 1;
}

/**
 * The path of the first of some programs that is on the PATH.
 * @param {readonly string[]} names
 */
export const findProgram = (names, { PATH = "" } = process.env) =>
  PATH.split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
