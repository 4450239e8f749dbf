/**
 * Stock tslab never announces which cell starts, sends no `error` messages, skips cells for 0.2 s after a failed one even
 * when the sender asked it not to, may then run two at a time, and loses messages: zeromq.js makes some sends
 * asynchronous when a socket has limits, and refuses the sends right after such a one.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Executor } from "tslab/dist/executor";
import type { Router, Socket } from "zeromq";
import type { AnswerRun } from "../lib/notebook/interact/live-model";
import type { Cells } from "./cells";
import { Comms, type Publish } from "./comms";
import { asking, installQuestions, receiveAnswer } from "./input";
import { Execution } from "./interrupt";
import { CellOutput, captureStreams, currentOutput } from "./output";
import { jupyter } from "./tslab";

type Message = Parameters<InstanceType<typeof jupyter.ZmqServer>["handleExecute"]>[1];
type Content = Record<string, unknown>;

/** Long enough for requests that were sent together with a failed one to arrive. */
const ARRIVAL_MILLISECONDS = 20;
/** JupyterLab keeps what a reader does to itself until the kernel is idle again: a long answer must not keep it that long. */
const ANSWER_MILLISECONDS = 100;

/** The kernel's end of the connection to Jupyter; tslab answers all requests but those to run a cell. */
export class KernelServer extends jupyter.ZmqServer {
  declare handler: InstanceType<typeof jupyter.JupyterHandlerImpl>;
  readonly comms = new Comms(
    (...message) => this.publish(...message),
    (work) => this.answer(work),
  );
  private lastTurn: Promise<unknown> = Promise.resolve();
  private executionCount = 0;
  private failures = 0;
  /** The class of messages, which tslab does not export. */
  private messages: { fromRaw(key: string, frames: Buffer[]): Message } | undefined;
  /** The latest request to which comms' messages can belong. */
  private latest: Message | undefined;

  constructor(
    private readonly cells: Cells,
    configPath: string,
  ) {
    // What runs a cell is never called here, only what completes, explains and closes.
    const executor = cells as unknown as Executor;
    super(new jupyter.JupyterHandlerImpl(executor, false), configPath);
    captureStreams();
    installQuestions();
    jupyter.lastWriteDisplayData = (data, update) =>
      currentOutput()?.send(update ? "update_display_data" : "display_data", data);
    let bound = Promise.resolve();
    // tslab declares it private, so it cannot be overridden as a method.
    Object.assign(this, {
      bindSocket: (socket: Socket, port: number) => {
        if ("sendTimeout" in socket) Object.assign(socket, { sendTimeout: 0, sendHighWaterMark: 0 });
        const { transport, ip } = this.connInfo;
        bound = bound.then(() => socket.bind(`${transport}://${ip}:${port}`));
        return bound;
      },
    });
  }

  override close(): void {
    super.close();
    process.exit();
  }

  override handleKernelInfo(socket: object, request: Message): void {
    this.messages = request.constructor as unknown as NonNullable<typeof this.messages>;
    super.handleKernelInfo(socket, request);
  }

  override handleCommInfoRequest(socket: object, request: Message): void {
    this.send(socket, request, "comm_info_reply", this.comms.info());
  }

  override handleShutdown(socket: object, request: Message): void {
    this.latest = request;
    this.comms.close();
    super.handleShutdown(socket, request);
  }

  override async handleShellMessage(socket: Router, ...frames: Buffer[]): Promise<void> {
    const message = this.messages?.fromRaw(this.connInfo.key, frames);
    const type = message?.header.msg_type ?? "";
    if (!message || !["comm_open", "comm_msg", "comm_close"].includes(type))
      return super.handleShellMessage(socket, ...frames);
    this.latest = message;
    this.publishStatus("busy", message);
    const received = this.comms.receive(type, message.content as Parameters<Comms["receive"]>[1]);
    await Promise.race([received, pause(ANSWER_MILLISECONDS)]);
    this.publishStatus("idle", message);
  }

  override async handleExecute(socket: object, request: Message): Promise<void> {
    const failuresOnArrival = this.failures;
    const turn = this.lastTurn.then(() =>
      failuresOnArrival < this.failures ? { status: "aborted" } : this.execute(request),
    );
    this.lastTurn = turn;
    this.send(socket, request, "execute_reply", await turn);
  }

  private async execute(request: Message): Promise<Content> {
    const publish = (type: string, content: object) => this.send(this.iopub, request, type, content);
    const { code, stop_on_error, allow_stdin } = request.content as {
      code: string;
      stop_on_error?: boolean;
      allow_stdin?: boolean;
    };
    const executed = { execution_count: ++this.executionCount };
    this.latest = request;
    // The `busy` that tslab sent on arrival may have been followed by another cell's `idle`.
    publish("status", { execution_state: "busy" });
    publish("execute_input", { code, ...executed });
    this.comms.cellStarts((request.metadata as { cellId?: string }).cellId ?? code);
    const output = new CellOutput(publish);
    const ask = (prompt: string) => {
      output.flush();
      this.send(this.stdin, request, "input_request", { prompt, password: false });
    };
    const failure = await output.during(() =>
      asking(allow_stdin ? ask : undefined, () => this.cells.run(code)),
    );
    output.flush();
    if (!failure) return { status: "ok", ...executed, payload: [], user_expressions: {} };
    publish("error", failure);
    if (stop_on_error !== false) {
      await pause(ARRIVAL_MILLISECONDS);
      this.failures++;
    }
    return { status: "error", ...executed, ...failure };
  }

  /**
   * Runs, between cells, what answers a reader. JupyterLab writes what it prints to its log; what it displays has no place.
   */
  private answer(work: () => Promise<void>): AnswerRun {
    const execution = new Execution();
    const output = new CellOutput((type, content) => {
      if (type === "stream") this.publish(type, content);
    });
    const turn = this.lastTurn.then(() =>
      output.during(() => asking(undefined, () => this.cells.answer(execution, work))),
    );
    this.lastTurn = turn;
    return {
      ended: turn.then((failure) => failure?.traceback.join("\n")),
      interrupt: () => execution.interrupt(),
    };
  }

  override async init(): Promise<void> {
    await super.init();
    for await (const frames of this.stdin) this.handleAnswer(frames);
  }

  private async handleAnswer(frames: Buffer[]): Promise<void> {
    const { content } = this.messages!.fromRaw(this.connInfo.key, frames);
    receiveAnswer((content as { value: string }).value);
  }

  private publish(...[type, content, metadata, buffers]: Parameters<Publish>): void {
    if (this.latest) this.send(this.iopub, this.latest, type, content, metadata, buffers);
  }

  /** Sends a message that answers, or belongs to, a request. */
  private send(
    socket: object,
    request: Message,
    type: string,
    content: object,
    metadata = {},
    buffers: Uint8Array[] = [],
  ): void {
    const message = request.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.metadata = metadata;
    // tslab would write buffers as JSON.
    const send = (frames: unknown[]) => (socket as Router).send([...frames, ...buffers] as Buffer[]);
    message.signAndSend(this.connInfo.key, { send });
  }
}
