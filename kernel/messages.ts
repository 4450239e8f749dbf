/**
 * Stock tslab never announces which cell starts, sends no `error` messages, skips cells for 0.2 s after a failed one even
 * when the sender asked it not to, may then run two at a time, and loses messages: zeromq.js makes some sends
 * asynchronous when a socket has limits, and refuses the sends right after such a one.
 */
import { setTimeout as pause } from "node:timers/promises";
import { lastFailure } from "./cells";

interface ExecuteRequest {
  code: string;
  stop_on_error?: boolean;
  publish(type: string, content: object): void;
}
interface Message {
  content: object;
  header: { msg_type: string };
  createReply(): Message;
  signAndSend(key: string, socket: object): void;
}
interface Server {
  connInfo: { key: string };
  iopub: object;
  bindSocket(socket: object, port: number): Promise<void>;
  close(): void;
  handleExecute(socket: object, message: Message): Promise<void>;
}
interface Handler {
  execCount: number;
  handleExecute(request: ExecuteRequest, ...writers: unknown[]): Promise<object>;
  handleExecuteImpl(request: ExecuteRequest, ...writers: unknown[]): Promise<unknown>;
}

/** Long enough for requests that were sent together with a failed one to arrive. */
const milliseconds = 20;

/** Repairs the messages between Jupyter and the kernel. */
export function repairMessages(jupyter: typeof import("tslab/dist/jupyter")): void {
  repairServer(jupyter.ZmqServer.prototype as unknown as Server);
  repairHandler(jupyter.JupyterHandlerImpl.prototype as unknown as Handler);
}

function repairServer(server: Server): void {
  const { bindSocket, close, handleExecute } = server;
  let bound = Promise.resolve();
  server.bindSocket = function (socket, port) {
    if ("sendTimeout" in socket) Object.assign(socket, { sendTimeout: 0, sendHighWaterMark: 0 });
    bound = bound.then(() => bindSocket.call(this, socket, port));
    return bound;
  };
  server.close = function () {
    close.call(this);
    process.exit();
  };
  server.handleExecute = function (socket, message) {
    const publish = (type: string, content: object) => {
      const publication = message.createReply();
      publication.header.msg_type = type;
      publication.content = content;
      publication.signAndSend(this.connInfo.key, this.iopub);
    };
    Object.assign(message.content, { publish });
    return handleExecute.call(this, socket, message);
  };
}

function repairHandler(handler: Handler): void {
  const { handleExecuteImpl } = handler;
  let last: Promise<unknown> = Promise.resolve();
  let failures = 0;
  handler.handleExecute = function (request, ...writers) {
    const failuresOnArrival = failures;
    const run = async () => {
      if (failuresOnArrival < failures) return { status: "aborted" };
      const executed = { execution_count: this.execCount + 1 };
      // The `busy` that tslab sent on arrival may have been followed by another cell's `idle`.
      request.publish("status", { execution_state: "busy" });
      request.publish("execute_input", { code: request.code, ...executed });
      const failed = await handleExecuteImpl.call(this, request, ...writers).then(
        () => undefined,
        () => lastFailure(),
      );
      if (!failed) return { status: "ok", ...executed, payload: [], user_expressions: {} };
      request.publish("error", failed);
      if (request.stop_on_error !== false) {
        await pause(milliseconds);
        failures++;
      }
      return { status: "error", ...executed, ...failed };
    };
    const turn = last.then(run);
    last = turn;
    return turn;
  };
}
