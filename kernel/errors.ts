/**
 * Stock tslab prints an error as text on stderr, with the lines of generated code and all frames of its own. These are
 * the fields of Jupyter's `error` message instead, with the reader's lines only.
 */
import path from "node:path";
import { inspect } from "node:util";
import type { Diagnostic } from "tslab/dist/converter";
import { KernelInterrupted } from "./interrupt";

/** The content of a Jupyter `error` message. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

const projectFolder = path.dirname(__dirname);
const foreignFrames = [
  `${__dirname}/`,
  "/node_modules/tslab/",
  "/node_modules/tsx/",
  "(node:",
  " node:",
  " evalmachine.",
];
/** The source line that threw, which Node puts above the stacks of some errors. */
const codeAbove = /^[^\n]+:\d+\n[^\n]*\n *\^+\n+/;

/** The file a cell's code goes by in stack traces; `describeThrown` recognises it. */
export function cellFile(number: number): string {
  return path.resolve(`cell-${number}.ts`);
}

/** Describes what a cell threw. */
export function describeThrown(thrown: unknown): Failure {
  if (thrown instanceof Error) {
    return { ename: thrown.name, evalue: readable(thrown.message), traceback: tracebackOf(thrown) };
  }
  return { ename: "Uncaught", evalue: inspect(thrown), traceback: tracebackOf(thrown) };
}

/** Shows errors of background work that no cell awaits, instead of ending the kernel. */
export function showBackgroundErrors(): void {
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.removeAllListeners(event);
    process.on(event, (thrown: unknown) => {
      // An aborted cell has said so itself.
      if (thrown instanceof KernelInterrupted) return;
      console.error(`In the background: ${tracebackOf(thrown).join("\n")}`);
    });
  }
}

function tracebackOf(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [`Uncaught ${inspect(thrown)}`];
  const lines = (thrown.stack ?? String(thrown))
    .replace(codeAbove, "")
    .split("\n")
    .filter((line) => !(/^\s+at /.test(line) && foreignFrames.some((foreign) => line.includes(foreign))))
    .map(readable);
  return thrown.cause === undefined ? lines : [...lines, "Caused by", ...tracebackOf(thrown.cause)];
}

/** Describes what the compiler finds wrong with a cell. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], cell: number): Failure {
  const found = diagnostics.map(({ fileName = `cell ${cell}`, start, messageText }) => {
    const place = `${fileName}, line ${start.line + 1}, column ${start.character + 1}`;
    return readable(`TypeScriptError in ${place}: ${messageText}`);
  });
  return { ename: "TypeScriptError", evalue: readable(diagnostics[0]!.messageText), traceback: found };
}

/** Names cells by their number, and the project's files by their paths from the notebook's folder. */
function readable(line: string): string {
  const asSeenFromNotebook = (file: string) => path.relative(process.cwd(), path.join(projectFolder, file));
  return line
    .replace(/\bcell \(([^()]*)\)$/, "$1")
    .replace(/(?<=^\s+at (?:async )?)(?:Proxy|Object)\./, "")
    .replaceAll(`${process.cwd()}/`, "")
    .split(`${projectFolder}/`)
    .map((part, index) => (index === 0 ? part : part.replace(/^[^:"'()]*/, asSeenFromNotebook)))
    .join("")
    .replaceAll(/\bcell-(\d+)\.ts:(\d+):\d+/g, "cell $1, line $2");
}
