/**
 * Stock tslab forgets everything that a cell declared when the cell fails or is interrupted, runs it under no name and
 * with generated line numbers, lets the rest of an interrupted cell run on, and loses an interrupt that comes while the
 * cell is compiled. tslab's executor still runs the cells here, but what it runs is a call of `Cell.run`, and the
 * declarations that later cells see are kept in this file.
 */
import Module, { createRequire } from "node:module";
import path from "node:path";
import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type { ConvertResult } from "tslab/dist/converter";
import { awaitGuard, cellAwaits, noticeEdits, sourceMapOfCell } from "./compiler";
import { declarationsOf } from "./declarations";
import { cellFile, describeDiagnostics, describeThrown, type Failure } from "./errors";
import { cellReleased } from "./hold";
import { Execution, interruptRunning, KernelInterrupted, whileRunning } from "./interrupt";
import { dropStaleModules } from "./reload";
import { innerModule } from "./tslab";

type Exports = Record<string, unknown>;
type Require = (name: string) => unknown;
type CellFunction = (exports: Exports, require: Require, guard: <Value>(value: Value) => Value) => unknown;

/** One cell, compiled and about to run. */
class Cell {
  private readonly execute: CellFunction;
  private readonly touched = new Set<string>();
  private readonly assigned = new Set<string>();
  private readonly before = new Map<string, unknown>();

  constructor(
    private readonly execution: Execution,
    file: string,
    source: string,
    { output, hasToplevelAwait }: ConvertResult,
  ) {
    const map = sourceMapOfCell(file, source);
    // The line that opens the function has no mapping.
    const mapText = JSON.stringify({ ...map, mappings: `;${map.mappings}` });
    const mapUrl = `data:application/json;base64,${Buffer.from(mapText).toString("base64")}`;
    const module = new Module(file) as Module & { _compile(code: string, file: string): void };
    compiledCells.push(module);
    module._compile(
      `module.exports = ${hasToplevelAwait ? "async " : ""}function cell(exports, require, ${awaitGuard}) {\n` +
        `${output}\n};\n//# sourceMappingURL=${mapUrl}`,
      file,
    );
    this.execute = module.exports;
  }

  /** What tslab's executor calls, under its watch for interrupts of synchronous code. */
  run(exports: Exports, require: Require): unknown {
    const guard = <Value>(value: Value): Value => {
      if (this.execution.brokenOff) throw new KernelInterrupted();
      return value;
    };
    return this.execute.call(globalThis, this.watched(exports), importing(require), guard);
  }

  /** Undoes the variables that a failed cell declared and did not come to set; returns whether it set the one asked for. */
  settle(exports: Exports): (name: string) => boolean {
    for (const [name, value] of this.before) {
      if (!this.assigned.has(name)) exports[name] = value;
    }
    return (name) => this.assigned.has(name);
  }

  private watched(exports: Exports): Exports {
    const note = (name: string | symbol, value: unknown) => {
      if (typeof name === "symbol") return;
      // A cell's code starts by setting everything that it will declare to undefined.
      if (value === undefined && !this.touched.has(name)) this.before.set(name, exports[name]);
      else this.assigned.add(name);
      this.touched.add(name);
    };
    return new Proxy(exports, {
      set: (target, name, value) => {
        if (this.execution.brokenOff) return true;
        note(name, value);
        return Reflect.set(target, name, value);
      },
      defineProperty: (target, name, attributes) => {
        note(name, attributes);
        return Reflect.defineProperty(target, name, attributes);
      },
    });
  }
}

/** Node keeps a module's source map only as long as the module. */
const compiledCells: Module[] = [];

/** Resolves TypeScript files too, and looks for edited modules before the first import of a cell. */
function importing(require: Require): Require {
  const { resolve } = createRequire(path.resolve("cell.ts"));
  let fresh = false;
  return (name) => {
    if (!fresh) dropStaleModules();
    fresh = true;
    return require(/^\.\.?(\/|$)/.test(name) ? resolve(name) : name);
  };
}

let failure: Failure | undefined;

/** What the last cell failed with, if it did. */
export function lastFailure(): Failure | undefined {
  return failure;
}

/** Runs cells by number, with lasting declarations, and reports failures to `lastFailure`. */
export function repairCells(executor: {
  createExecutor: typeof import("tslab/dist/executor").createExecutor;
}): void {
  const { getCodeMetadata } = innerModule<typeof import("tslab/dist/metadata")>("metadata");
  const { createExecutor } = executor;
  executor.createExecutor = (directory, converters, console) => {
    const { node } = converters;
    let declarations = "";
    let number = 0;
    let converted: ConvertResult = { diagnostics: [] };
    let thrown: unknown;
    const stock = createExecutor(
      directory,
      {
        get browser() {
          return converters.browser;
        },
        node: {
          ...node,
          convert: () => converted,
          inspect: (_, source, position) => node.inspect(declarations, source, position),
          complete: (_, source, position) => node.complete(declarations, source, position),
        },
        close: () => converters.close(),
      },
      {
        log: console.log,
        error: (error) => {
          thrown = error;
        },
      },
    );

    async function executeCell(source: string): Promise<Failure | undefined> {
      noticeEdits();
      const before = declarations;
      converted = node.convert(before, source);
      if (converted.diagnostics.length > 0) return describeDiagnostics(converted.diagnostics, number);
      converted.hasToplevelAwait ||= cellAwaits();
      const { declOutput = "", output } = converted;
      const execution = new Execution();
      return whileRunning(execution, async () => {
        // An interrupt that came while the cell was compiled shows itself in the second turn.
        await eventLoopTurn();
        await eventLoopTurn();
        if (execution.brokenOff) return describeThrown(new KernelInterrupted());
        const cell = new Cell(execution, cellFile(number), source, converted);
        if (output) {
          converted.output = "return __tslab__.cell.run(exports, require);";
          Object.assign((globalThis as unknown as { __tslab__: object }).__tslab__, { cell });
        }
        if (await stock.execute(source)) {
          declarations = declOutput;
          return undefined;
        }
        const isSet = cell.settle(stock.locals);
        const kept = node.convert(before, declarationsOf(declOutput, isSet));
        declarations = kept.declOutput ?? before;
        const broken = execution.brokenOff || isBreak(thrown);
        execution.brokenOff = broken;
        return describeThrown(broken ? new KernelInterrupted() : thrown);
      });
    }

    return {
      ...stock,
      async execute(source) {
        number++;
        failure = undefined;
        const { module, mode } = getCodeMetadata(source);
        if (module || mode === "browser") return stock.execute(source);
        failure = await executeCell(source).catch(describeThrown);
        await cellReleased();
        return failure === undefined;
      },
      interrupt() {
        if (interruptRunning()) stock.interrupt();
      },
    };
  };
}

function isBreak(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
