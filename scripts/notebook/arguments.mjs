import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { SetupError } from "../setup/steps.mjs";

const usage = "npm run notebook -- 01 -p epochs=200 -p seed=7 [-o out.ipynb]";

/**
 * Parses the command line; a value that is not JSON is taken as text.
 * @param {readonly string[]} commandLine
 * @returns {{ notebook: string, parameters: Record<string, unknown>, output: string | undefined }}
 */
export function parseNotebookArguments(commandLine) {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: {
        parameter: { type: "string", short: "p", multiple: true },
        output: { type: "string", short: "o" },
      },
    });
  } catch (error) {
    throw new SetupError(`${/** @type {Error} */ (error).message} (expected: ${usage})`);
  }
  const { values, positionals } = parsed;
  if (positionals.length !== 1) {
    throw new SetupError(`Expected one notebook, got ${positionals.join(" ") || "none"}: ${usage}`);
  }
  const parameters = (values.parameter ?? []).map((assignment) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined) throw new SetupError(`Expected -p name=value, got -p ${assignment}`);
    return [name, jsonOrText(value)];
  });
  return { notebook: positionals[0], parameters: Object.fromEntries(parameters), output: values.output };
}

/**
 * Finds a notebook by number, name or path.
 * @param {string} wanted
 * @param {string} folder where the numbered notebooks are
 * @param {string} workingFolder what a path is relative to
 */
export function findNotebook(wanted, folder, workingFolder) {
  const path = resolve(workingFolder, wanted);
  if (wanted.endsWith(".ipynb") && existsSync(path)) return path;
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  const number = /^(\d+|A\d+)$/.test(wanted) ? `${wanted.padStart(2, "0")}-` : undefined;
  const found = names.find(
    (name) => name === wanted || basename(name, ".ipynb") === wanted || (number && name.startsWith(number)),
  );
  if (found) return join(folder, found);
  throw new SetupError(
    `There is no notebook "${wanted}". There are:\n${names.map((name) => `  ${name}`).join("\n")}`,
  );
}

/**
 * @typedef {{ cells: { cell_type: string, metadata: { tags?: string[] }, source: string | string[] }[] }} Notebook
 */

/**
 * The names declared by the cell tagged "parameters".
 * @param {Notebook} notebook
 */
export function declaredParameters(notebook) {
  const cell = notebook.cells.find(({ metadata }) => metadata.tags?.includes("parameters"));
  const source = [cell?.source ?? ""].flat().join("");
  return [...source.matchAll(/^\s*(?:const|let|var)\s+([\w$]+)/gm)].map(([, name]) => name);
}

/**
 * TypeScript code that gives parameters other values.
 * @param {Record<string, unknown>} parameters
 * @param {readonly string[]} declared
 */
export function parameterCode(parameters, declared) {
  const unknown = Object.keys(parameters).filter((name) => !declared.includes(name));
  if (unknown.length > 0) {
    const has = declared.length
      ? `It has ${declared.join(", ")}.`
      : 'It has none: no cell tagged "parameters" declares any.';
    throw new SetupError(`The notebook has no parameter ${unknown.join(", ")}. ${has}`);
  }
  return Object.entries(parameters)
    .map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`)
    .join("\n");
}

/** @param {string} text */
function jsonOrText(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
