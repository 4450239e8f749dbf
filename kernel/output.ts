/**
 * Stock tslab sends what is printed and displayed to the cell that started last, one message for each `console.log`
 * without end. Here output goes to the cell that started the work, however late, and a flood of text is put together
 * into fewer messages, and cut in the end.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { StringDecoder } from "node:string_decoder";

type StreamName = "stdout" | "stderr";
type Publish = (type: string, content: object) => void;

/** As many messages a cell may send in a row before its text is put together; each window allows as many again. */
const WINDOW_MESSAGES = 50;
const WINDOW_MILLISECONDS = 100;
/** A text this long is sent at once. */
const LONG_TEXT = 65_536;
/** A cell's text is cut after so many characters, each message counted as some more. */
const MOST_CHARACTERS = 5_000_000;
const MESSAGE_CHARACTERS = 100;

const cells = new AsyncLocalStorage<CellOutput>();
let latest: CellOutput | undefined;

/** Sends what is written to the standard streams to the cells, from now on. */
export function captureStreams(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder();
    const toTerminal = process[name].write.bind(process[name]);
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const output = currentOutput();
      if (!output) return toTerminal(chunk);
      output.write(name, typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
      const done = rest.at(-1);
      if (typeof done === "function") process.nextTick(done);
      return true;
    };
    Object.assign(process[name], { write });
  }
}

/** The output of the cell that started the running code; of the latest cell if none did. */
export function currentOutput(): CellOutput | undefined {
  return cells.getStore() ?? latest;
}

/** What one cell prints and displays. */
export class CellOutput {
  private name: StreamName = "stdout";
  private text = "";
  private windowStart = Number.NEGATIVE_INFINITY;
  private sent = 0;
  private left = MOST_CHARACTERS;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly publish: Publish) {}

  /** Runs a cell's code, whose output this is from then on, also that of work which it leaves behind. */
  during<Result>(work: () => Result): Result {
    latest = this;
    return cells.run(this, work);
  }

  write(name: StreamName, text: string): void {
    // An empty text would leave an empty output in the notebook.
    if (!text || this.left <= 0) return;
    if (name !== this.name) this.flush();
    this.name = name;
    this.text += text;
    const now = performance.now();
    if (now - this.windowStart >= WINDOW_MILLISECONDS) {
      this.windowStart = now;
      this.sent = 0;
    }
    if (this.sent < WINDOW_MESSAGES || this.text.length >= LONG_TEXT) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), WINDOW_MILLISECONDS);
  }

  /** Sends a message that is not text, after the text that came before it. */
  send(type: string, content: object): void {
    this.flush();
    this.publish(type, content);
  }

  /** Sends the text that has not been sent. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.text) return;
    const text = this.text.slice(0, this.left);
    const isCut = text.length < this.text.length;
    this.text = "";
    this.sent++;
    this.left -= text.length + MESSAGE_CHARACTERS;
    this.publish("stream", { name: this.name, text });
    if (isCut || this.left <= 0)
      this.publish("stream", {
        name: "stderr",
        text: "\n[This cell printed too much: the rest is left out.]\n",
      });
  }
}
