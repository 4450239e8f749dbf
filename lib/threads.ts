import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { parentPort, SHARE_ENV, Worker } from "node:worker_threads";
import { type Carrier, type Question, type Start, Threads } from "./thread";

/** Threads for a program of lib/, such as "training/fused/worker", which calls `answerMessages`. */
export const threadsFor = (program: string): Threads => new Threads(program, openThread);

function openThread(program: string): Carrier {
  const worker = new Worker(path.join(__dirname, `${program}.ts`), {
    // A thread that is kept sees the environment change.
    env: SHARE_ENV,
    execArgv: ["--require", createRequire(__filename).resolve("tsx/cjs")],
  });
  return {
    post: (message) => worker.postMessage(message),
    async next(held) {
      const message = once(worker, "message");
      // Listening alone would hold the process.
      if (held) worker.ref();
      else worker.unref();
      try {
        const [answer] = await message;
        return answer;
      } finally {
        worker.unref();
      }
    },
    terminate: () => worker.terminate(),
  };
}

/**
 * In the program of a thread: gets what it is started with, and from then on one message after the other. Does nothing where
 * the program is loaded by what starts the thread.
 */
export function answerMessages<Data, Message, Answer>(
  _program: string,
  prepare: (data: Data) => (message: Message) => Answer | Promise<Answer>,
): void {
  let answer: ReturnType<typeof prepare>;
  parentPort?.on("message", async (message: Start | Question) => {
    if ("question" in message) parentPort!.postMessage(await answer(message.question as Message));
    else {
      answer = prepare(message.data as Data);
      parentPort!.postMessage("ready");
    }
  });
}

/** Lets messages, timers and interrupts have their turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
