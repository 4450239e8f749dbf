import { toAddress } from "./address";
import type { Failure, Output, ToPage, ToWorker } from "./messages";
import { PageModel, valuesInAddress } from "./models";
import { loadScript } from "./scripts";
import { loadFiles, storeFile } from "./storage";

/** engine.js defines it: the program of the worker. */
declare const runCells: () => void;

/** The worker that runs cells, one after the other; restarted, it forgets all that they have set. */
export class Kernel {
  /** Names to complete, by what stands before the dot. */
  names: Readonly<Record<string, readonly string[]>> = {};
  /** The figures with handles that cells have made since the start, by the ids that their layouts name. */
  readonly models = new Map<string, PageModel>();
  private worker: Promise<Worker> | undefined;
  private running: { cell: number; end: (failure: Failure | undefined) => void } | undefined;

  /** `show` gets what a running cell puts out. */
  constructor(private readonly show: (cell: number, output: Output) => void) {}

  /** Starts the worker, if there is none. */
  start(): Promise<Worker> {
    this.worker ??= this.launch();
    return this.worker;
  }

  /** Runs a cell to its end, and returns why it failed if it did. */
  run(cell: number, code: string): Promise<Failure | undefined> {
    return new Promise((end) => {
      this.running = { cell, end };
      this.start().then(
        (worker) => worker.postMessage({ kind: "run", cell, code } satisfies ToWorker),
        ({ message }: Error) => this.end({ message, needsJupyter: false }),
      );
    });
  }

  /** Asks the running cell to stop, as a training does, which keeps what it has. */
  async interrupt(): Promise<void> {
    (await this.worker)?.postMessage({ kind: "interrupt" } satisfies ToWorker);
  }

  /** Ends the worker, in the middle of a cell if need be. */
  async restart(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    for (const model of this.models.values())
      model.take({ error: "The page was restarted: run this cell again.", answers: Number.NaN });
    this.models.clear();
    this.end({ message: "The page was restarted, in the middle of this cell.", needsJupyter: false });
    (await worker)?.terminate();
  }

  private open({ model, place, state }: Extract<ToPage, { kind: "open" }>): void {
    const worker = this.worker;
    const made = new PageModel(state, async (changed) => {
      toAddress("handles", place, changed.values);
      (await worker)?.postMessage({ kind: "change", model, changed } satisfies ToWorker);
    });
    this.models.set(model, made);
    const values = valuesInAddress(place, state.values as Record<string, unknown>);
    if (!values) return;
    made.set("values", values);
    made.save_changes();
  }

  private end(failure: Failure | undefined): void {
    const ended = this.running;
    this.running = undefined;
    ended?.end(failure);
  }

  private async launch(): Promise<Worker> {
    await loadScript("engine.js");
    // A worker cannot be loaded from a file, but made from a text.
    const source = new Blob([`(${runCells})()`], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(source));
    const files = await loadFiles();
    await new Promise<void>((resolve, reject) => {
      worker.onerror = ({ message }) => {
        reject(new Error(message));
        this.end({ message, needsJupyter: false });
      };
      worker.onmessage = ({ data }: MessageEvent<ToPage>) => {
        if (data.kind === "ready") {
          this.names = data.names;
          resolve();
        } else this.receive(data);
      };
      worker.postMessage({ kind: "start", files } satisfies ToWorker);
    });
    return worker;
  }

  private receive(message: Exclude<ToPage, { kind: "ready" }>): void {
    if (message.kind === "file") storeFile(message.path, message.bytes);
    if (message.kind === "open") this.open(message);
    else if (message.kind === "update") this.models.get(message.model)?.take(message.parts);
    else if (message.kind === "done") this.end(message.failure);
    else if (this.running) this.show(this.running.cell, message);
  }
}
