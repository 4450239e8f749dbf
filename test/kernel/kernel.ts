import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { python } from "../support/python";

/** What came back for one cell. */
export interface CellResult {
  reply: { status: string; execution_count: number; ename: string; evalue: string } | null;
  idle: boolean;
  messages: { type: string; content: Record<string, never> }[];
}

/** A message to the kernel, sent once the text `after` has come from it; of the type "interrupt" it is none but a signal. */
export interface Sent {
  type: string;
  content?: object;
  metadata?: object;
  after?: string;
}

/** A message from the kernel, with the position of the one it belongs to. */
export interface Received {
  type: string;
  content: Record<string, unknown>;
  metadata: object;
  of: number | null;
  /** Type and content as JSON. */
  text: string;
  /** In base64. */
  buffers: string[];
}

export interface RunOptions {
  stopOnError?: boolean;
  /** Texts or message types; at the first appearance of each, in order, the kernel is interrupted. */
  interruptOn?: string[];
  /** Waits for each cell before it sends the next. */
  oneByOne?: boolean;
  /** What the reader answers to the cells' questions; without it, there is no reader. */
  answers?: string[];
}

/** A kernel that runs in the notebooks folder of a fixture of its own, or in a given folder. */
export class Kernel {
  private constructor(
    readonly folder: string,
    private readonly ask: (request: object) => Promise<unknown>,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(name: string, runIn?: string): Promise<Kernel> {
    mkdirSync(path.join(projectRoot, "output"), { recursive: true });
    const folder = mkdtempSync(path.join(projectRoot, "output/kernel-test-"));
    const notebooks = path.join(folder, "notebooks");
    mkdirSync(notebooks);
    writeStockKernelspec(folder);
    const client = spawn(python, [path.join(__dirname, "client.py"), name, runIn ?? notebooks], {
      env: {
        ...process.env,
        JUPYTER_PATH: [path.join(projectRoot, "kernel/jupyter"), folder].join(path.delimiter),
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const answers = createInterface(client.stdout)[Symbol.asyncIterator]();
    const answer = async () => {
      const { value, done } = await answers.next();
      if (done) throw new Error(`The client of the ${name} kernel ended; its own message stands above.`);
      return JSON.parse(value);
    };
    await answer();
    return new Kernel(
      folder,
      (request) => {
        client.stdin.write(`${JSON.stringify(request)}\n`);
        return answer();
      },
      async () => {
        client.stdin.end();
        await once(client, "exit");
        rmSync(folder, { recursive: true });
      },
    );
  }

  /** Writes a file of the fixture, by its path from the fixture's folder. */
  write(file: string, text: string): void {
    const full = path.join(this.folder, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  async runAll(cells: string[], options: RunOptions = {}): Promise<CellResult[]> {
    const { stopOnError = true, interruptOn = [], oneByOne = false, answers } = options;
    const request = { cells, stopOnError, interruptOn, oneByOne, answers: answers ?? null };
    return (await this.ask({ do: "run", ...request })) as CellResult[];
  }

  async run(code: string, options?: RunOptions): Promise<CellResult> {
    return (await this.runAll([code], options))[0]!;
  }

  /** What a cell prints, after checking that it succeeds. */
  async output(code: string, options?: RunOptions): Promise<string> {
    const result = await this.run(code, options);
    expect({ status: result.reply?.status, errors: errorsOf(result) }).toEqual({ status: "ok", errors: [] });
    return textOf(result).trimEnd();
  }

  /** Sends messages and returns what comes back until all are answered and the text `until` has come. */
  async exchange(messages: Sent[], until = ""): Promise<Received[]> {
    return (await this.ask({ do: "exchange", messages, until })) as Received[];
  }

  async interrupt(): Promise<void> {
    await this.ask({ do: "interrupt" });
  }

  /** Asks the kernel to end, and makes it after some seconds; returns the exit code, negative for a signal. */
  async shutdown(): Promise<number> {
    return (await this.ask({ do: "shutdown" })) as number;
  }

  async complete(code: string): Promise<string[]> {
    const { matches } = (await this.ask({ do: "complete", code, cursor_pos: code.length })) as {
      matches: string[];
    };
    return matches;
  }

  async inspect(code: string): Promise<string> {
    const { data } = (await this.ask({ do: "inspect", code, cursor_pos: code.length })) as {
      data: Record<string, string>;
    };
    return data["text/plain"] ?? "";
  }
}

/** Everything a cell printed. */
export function textOf({ messages }: CellResult, stream?: "stdout" | "stderr"): string {
  return messages
    .filter(({ type, content }) => type === "stream" && (!stream || content.name === stream))
    .map(({ content }) => content.text)
    .join("");
}

/** The tracebacks of a cell's error messages. */
export function errorsOf({ messages }: CellResult): string[] {
  return messages
    .filter(({ type }) => type === "error")
    .map(({ content }) => (content.traceback as string[]).join("\n"));
}

/**
 * Runs the tests on this project's kernel and on stock tslab. `repaired` is for what stock tslab gets wrong: there the
 * test has to fail, so a repair that is no longer needed shows itself.
 */
export function describeKernels(
  subject: string,
  define: (kernel: () => Kernel, repaired: (title: string, test: () => Promise<void>) => void) => void,
): void {
  describe.each(["aevb", "stock"])(`${subject} (%s kernel)`, (name) => {
    let kernel: Kernel;
    beforeAll(async () => {
      kernel = await Kernel.start(name);
    });
    afterAll(() => kernel?.stop());

    // Stock tslab skips cells for a while after a failed one.
    beforeEach(() =>
      vi.waitFor(async () => expect((await kernel.run("1;")).reply?.status).toBe("ok"), 10_000),
    );
    it("runs a cell", async () => {
      expect(await kernel.output("console.log(1 + 1)")).toBe("2");
    });
    define(
      () => kernel,
      (title, test) => (name === "stock" ? it.fails : it)(title, test),
    );
  });
}

function writeStockKernelspec(folder: string): void {
  const stock = path.join(folder, "kernels/stock");
  mkdirSync(stock, { recursive: true });
  const tslab = path.join(projectRoot, "node_modules/tslab/bin/tslab");
  const argv = ["node", tslab, "kernel", "--config-path", "{connection_file}"];
  writeFileSync(
    path.join(stock, "kernel.json"),
    JSON.stringify({ argv, display_name: "stock tslab", language: "typescript", interrupt_mode: "signal" }),
  );
}
