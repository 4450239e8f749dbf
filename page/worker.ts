/** The worker that runs a page's cells, and as which its training threads begin. */
import * as vb from "../lib";
import { keepFilesIn } from "../lib/files/disk.browser";
import { NeedsJupyter } from "../lib/needs-jupyter";
import { type AnswerRun, LiveModel, NESTED } from "../lib/notebook/interact/live-model";
import type { NotebookKernel, SharedState } from "../lib/notebook/kernel";
import { showValue } from "../lib/notebook/show-value";
import type { Start } from "../lib/thread";
import { becomeThread } from "../lib/threads.browser";
import * as bridge from "../notebooks/results/bridge.json";
import * as contest from "../notebooks/results/contest.json";
import * as faces from "../notebooks/results/faces.json";
import { type Cell, compileCell, type Scope } from "./cell";
import { inspect, printed } from "./inspect";
import type { Failure, ToPage, ToWorker } from "./messages";

/** How browsers say that a variable is not there, or has no value yet. */
const UNSET = /^(\w+) is not defined|Cannot access '(\w+)'|lexical declaration '(\w+)'/;

const send = postMessage as (message: ToPage) => void;
const scope: Scope = Object.create(null);
/** Names that a cell which could not run here should have declared. */
const missing = new Set<string>();
/** What a cell can import. */
const MODULES: Readonly<Record<string, unknown>> = {
  "../lib": vb,
  "./results/bridge.json": bridge,
  "./results/contest.json": contest,
  "./results/faces.json": faces,
};
/** What stops the running cell. */
let running: AbortController | undefined;
/** Whether a cell runs, and not an answer to a handle, whose output has no place. */
let inCell = false;
let turn: Promise<unknown> = Promise.resolve();
let displays = 0;
let openedInCell = 0;
let currentCell = 0;
/** Figures with handles by their ids, which name their cell. */
const models = new Map<string, LiveModel>();

const kernel: NotebookKernel = {
  display(bundle, { id = `display-${displays++}` } = {}) {
    if (inCell) send({ kind: "display", id, bundle });
  },
  holdCell() {},
  openModel(state, answer) {
    if (!inCell) throw new Error(NESTED);
    const cell = currentCell;
    const place = `${cell}.${openedInCell++}`;
    const id = `${place}.${displays++}`;
    const update = (parts: SharedState) => {
      if (models.has(id)) send({ kind: "update", model: id, parts });
    };
    models.set(id, new LiveModel(state, answer, { send: update, run: (work) => answerLater(cell, work) }));
    send({ kind: "open", model: id, place, state });
    return { id };
  },
  get interrupt() {
    return running?.signal ?? new AbortController().signal;
  },
  drawsFigures: true,
};
Object.assign(globalThis, { notebookKernel: kernel, require: load });
for (const [name, warning] of Object.entries({ log: false, info: false, warn: true, error: true }))
  Object.assign(console, {
    [name]: (...values: unknown[]) => {
      if (inCell) send({ kind: "print", text: printed(values), warning });
    },
  });

function load(module: string): unknown {
  if (module in MODULES) return MODULES[module];
  throw new NeedsJupyter(module);
}

async function run(cell: number, code: string): Promise<void> {
  running = new AbortController();
  inCell = true;
  currentCell = cell;
  openedInCell = 0;
  for (const id of models.keys()) if (id.startsWith(`${cell}.`)) models.delete(id);
  let compiled: Cell | undefined;
  let failure: Failure | undefined;
  try {
    compiled = compileCell(code, `cell-${cell}.ts`, load);
    const value = await compiled.run(scope);
    if (value !== undefined && !(await showValue(value)))
      send({ kind: "print", text: inspect(value), warning: false });
    for (const name of compiled.names) missing.delete(name);
  } catch (error) {
    failure = explain(error, cell);
    if (failure.needsJupyter) for (const name of compiled?.names ?? []) missing.add(name);
  }
  running = undefined;
  inCell = false;
  send({ kind: "done", failure });
}

/** Runs what answers a handle, after what runs now. */
function answerLater(cell: number, work: () => Promise<void>): AnswerRun {
  const stop = new AbortController();
  const ended = turn.then(async () => {
    // What the reader has changed by now comes first.
    await new Promise((later) => setTimeout(later));
    running = stop;
    try {
      await work();
    } catch (error) {
      const { message, line } = explain(error, cell);
      return line ? `${message} (this cell, line ${line})` : message;
    } finally {
      running = undefined;
    }
  });
  turn = ended;
  return { ended, interrupt: () => stop.abort(new Error("a newer choice was made")) };
}

function explain(error: unknown, cell: number): Failure {
  if (!(error instanceof Error)) return { message: inspect(error), needsJupyter: false };
  const stack = new RegExp(`cell-${cell}\\.ts:(\\d+)`).exec(error.stack ?? "")?.[1];
  const { line = stack ? Number(stack) : undefined } = error as { line?: number };
  const unset = UNSET.exec(error.message)?.slice(1).find(Boolean);
  if (unset !== undefined && missing.has(unset))
    return { message: `${unset} comes from a cell above that needs Jupyter.`, line, needsJupyter: true };
  const message = `${error.name}: ${error.message}`;
  return { message, line, needsJupyter: error instanceof NeedsJupyter };
}

function receive(message: ToWorker): void {
  if (message.kind === "run") turn = turn.then(() => run(message.cell, message.code));
  else if (message.kind === "change") models.get(message.model)?.receive(message.changed);
  else if (message.kind === "interrupt") running?.abort(new Error("the cell was stopped"));
  else {
    keepFilesIn(message.files, (path, bytes) => send({ kind: "file", path, bytes }));
    send({ kind: "ready", names: { vb: Object.keys(vb), "vb.figures": Object.keys(vb.figures) } });
  }
}

self.onmessage = ({ data }: MessageEvent<ToWorker | Start>) => {
  if ("program" in data) becomeThread(data);
  else receive(data);
};
