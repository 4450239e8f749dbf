import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import {
  MessageChannel,
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
} from "node:worker_threads";
import { type Carrier, type Listener, type Question, type Start, type Thread, threadOf } from "./thread";

/** Starts a program of lib/, such as "training/fused/worker", which calls `answerMessages`. */
export const startThread = (program: string, data: unknown): Thread => threadOf(program, data, openThread);

function openThread(program: string): Carrier {
  const worker = startWorker(program, undefined);
  return {
    post: (message) => worker.postMessage(message),
    async next() {
      worker.ref();
      try {
        const [answer] = await once(worker, "message");
        return answer;
      } finally {
        worker.unref();
      }
    },
    terminate: () => worker.terminate(),
  };
}

/** In the program of a thread: gets what it is started with, and from then on one message after the other. */
export function answerMessages<Data, Message, Answer>(
  _program: string,
  prepare: (data: Data) => (message: Message) => Answer | Promise<Answer>,
): void {
  let answer: ReturnType<typeof prepare>;
  parentPort!.on("message", async (message: Start | Question) => {
    if ("question" in message) parentPort!.postMessage(await answer(message.question as Message));
    else {
      answer = prepare(message.data as Data);
      parentPort!.postMessage("ready");
    }
  });
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
