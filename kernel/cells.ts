/**
 * Stock tslab forgets everything that a cell declared when the cell fails or is interrupted, runs it under no name and
 * with generated line numbers, lets the rest of an interrupted cell run on, loses an interrupt that arrives while the
 * cell is compiled, and prints a figure that ends a cell. `Cells` takes the place of tslab's executor; compiling is left to
 * tslab's converter.
 */
import Module, { createRequire } from "node:module";
import path from "node:path";
import { setImmediate as eventLoopTurn } from "node:timers/promises";
import { runInThisContext } from "node:vm";
import { awaitGuards } from "./await-guard";
import { noticeEdits } from "./compiler";
import { declarationsOf } from "./declarations";
import { cellFile, describeDiagnostics, describeThrown, type Failure } from "./errors";
import { cellReleased } from "./hold";
import { Execution, whileRunning } from "./interrupt";
import { dropStaleModules } from "./reload";
import { separateMap, withMap } from "./source-maps";
import { converter } from "./tslab";
import { CellVariables, type Variables } from "./variables";

type Require = (name: string) => unknown;
type CellFunction = (exports: Variables, require: Require, ...guards: unknown[]) => unknown;

/** Runs cells one after another, and knows what the earlier ones declared. */
export class Cells {
  private readonly converter = converter.createConverter();
  private readonly variables: Variables = {};
  /** The declarations that later cells see, as the text of a .d.ts file. */
  private declarations = "";
  private count = 0;

  /** Runs a cell; returns how it failed, if it did. */
  async run(source: string): Promise<Failure | undefined> {
    this.count++;
    const execution = new Execution();
    const failure = await whileRunning(execution, () => this.runIn(execution, source)).catch(describeThrown);
    await cellReleased();
    return failure;
  }

  /** Runs a part of an earlier cell, such as what answers a handle; returns how it failed, if it did. */
  async answer(execution: Execution, work: () => Promise<void>): Promise<Failure | undefined> {
    return whileRunning(execution, () => supervised(execution, work)).then(() => undefined, describeThrown);
  }

  complete(source: string, position: number) {
    return this.converter.complete(this.declarations, source, position);
  }

  inspect(source: string, position: number) {
    return this.converter.inspect(this.declarations, source, position);
  }

  close(): void {
    this.converter.close();
  }

  private async runIn(execution: Execution, source: string): Promise<Failure | undefined> {
    noticeEdits();
    const before = this.declarations;
    const compiled = this.converter.convert(before, source);
    const { diagnostics, output = "", declOutput = "", lastExpressionVar } = compiled;
    if (diagnostics.length > 0) return describeDiagnostics(diagnostics, this.count);

    // An interrupt that arrived while the cell was compiled is delivered in the second turn.
    await eventLoopTurn();
    await eventLoopTurn();
    execution.aborted.throwIfAborted();

    const cell = load(output, cellFile(this.count), source);
    const variables = new CellVariables(this.variables, execution);
    try {
      await supervised(execution, () =>
        cell.call(globalThis, variables.exports, importing(), ...Object.values(awaitGuards)),
      );
    } catch (thrown) {
      variables.restoreUninitialized();
      const kept = declarationsOf(declOutput, variables.isInitialized);
      this.declarations = this.converter.convert(before, kept).declOutput ?? before;
      return describeThrown(thrown);
    }
    this.declarations = declOutput;
    if (lastExpressionVar) await execution.waitFor(this.showLastExpression(lastExpressionVar));
    return undefined;
  }

  private async showLastExpression(variable: string): Promise<void> {
    const { [variable]: value } = this.variables;
    delete this.variables[variable];
    if (value === undefined || value === null) return;
    const { showValue }: typeof import("../lib/notebook/show-value") = libraryRequire(
      "../lib/notebook/show-value",
    );
    if (!(await showValue(value))) console.log(value);
  }
}

/** The kernel does not count as a module that depends on the library, which can be edited and loaded anew. */
const libraryRequire = createRequire(__filename);

/** Node keeps a module's source map only as long as the module. */
const loadedCells: Module[] = [];

/** Makes a function of a cell's code that goes by the cell's name and lines in stack traces. */
function load(output: string, file: string, source: string): CellFunction {
  const { code, map } = separateMap(output);
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  loadedCells.push(module);
  const parameters = ["exports", "require", ...Object.keys(awaitGuards)];
  const opening = `async function cell(${parameters}) {`;
  // The opening line has no mapping.
  const mappings = `;${map.mappings}`;
  const wholeMap = { ...map, mappings, sources: [file], sourcesContent: [source] };
  module._compile(withMap(`module.exports = ${opening}\n${code}\n};`, wholeMap), file);
  return module.exports;
}

/** Runs a cell's code until it ends or the execution is aborted; rejects with what it throws, or with the abortion. */
async function supervised(execution: Execution, work: () => unknown): Promise<unknown> {
  try {
    return await execution.waitFor(interruptibly(work));
  } catch (thrown) {
    if (isSynchronousInterrupt(thrown)) execution.abort();
    throw execution.aborted.aborted ? execution.aborted.reason : thrown;
  }
}

/** Calls a function that Node aborts at an interrupt for as long as it has not returned. */
function interruptibly(work: () => unknown): unknown {
  Object.assign(globalThis, { __runCell__: work });
  return runInThisContext("__runCell__()", { breakOnSigint: true });
}

function isSynchronousInterrupt(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

/** A cell's `require`, which looks for edited modules before the cell's first import. */
function importing(): Require {
  // Named like TypeScript, or "./module.js" would not find module.ts.
  const load = createRequire(path.resolve("cell.ts"));
  let fresh = false;
  return (name) => {
    if (!fresh) dropStaleModules();
    fresh = true;
    return name === "tslab" ? require("tslab") : load(name);
  };
}
