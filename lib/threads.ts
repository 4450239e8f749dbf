import { once } from "node:events";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import path from "node:path";
import {
  MessageChannel,
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from "node:worker_threads";
import { type Listener, type Thread, threadOf } from "./thread";

/** How many threads a training and an evaluation may use on this machine. */
export const trainingThreads = availableParallelism;
export const evaluationThreads = () => mostThreads;

let mostThreads = availableParallelism();

/** Sets how many threads an evaluation may use where several processes share the machine. */
export function limitEvaluationThreads(most: number): void {
  mostThreads = most;
}

/** Starts a program of lib/, such as "training/fused/worker", which calls `answerMessages`. */
export function startThread(program: string, data: unknown): Thread {
  const worker = startWorker(program, data);
  return threadOf(
    (message) => worker.postMessage(message),
    () => next(worker),
    () => worker.terminate(),
  );
}

async function next(worker: Worker): Promise<unknown> {
  worker.ref();
  try {
    const [answer] = await once(worker, "message");
    return answer;
  } finally {
    worker.unref();
  }
}

/** In the program of a thread: gets what it was started with, and from then on one message after the other. */
export function answerMessages<Data, Message, Answer>(
  _program: string,
  prepare: (data: Data) => (message: Message) => Answer | Promise<Answer>,
): void {
  const port = parentPort!;
  const answer = prepare(workerData);
  port.on("message", async (message: Message) => port.postMessage(await answer(message)));
  port.postMessage("ready");
}

/** Starts a program of lib/ which calls `listen`. */
export function startListener(program: string, data: object): Listener {
  const { port1, port2 } = new MessageChannel();
  const worker = startWorker(program, { ...data, port: port2 }, [port2]);
  worker.unref();
  port1.unref();
  return { post: (message) => port1.postMessage(message), terminate: () => worker.terminate() };
}

/** In the program of a listener: hands over what it was started with, and how to look for the last message, if any came. */
export function listen<Data, Message>(work: (data: Data, latest: () => Message | undefined) => void): void {
  const { port, ...data } = workerData as Data & { port: MessagePort };
  work(data as Data, () => {
    let latest: Message | undefined;
    for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) latest = got.message;
    return latest;
  });
}

function startWorker(program: string, workerData: unknown, transferList: MessagePort[] = []): Worker {
  return new Worker(path.join(__dirname, `${program}.ts`), {
    workerData,
    transferList,
    execArgv: ["--require", createRequire(__filename).resolve("tsx/cjs")],
  });
}

/** Lets messages, timers and interrupts have their turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
