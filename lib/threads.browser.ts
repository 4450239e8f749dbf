import { type Listener, type Thread, threadOf } from "./thread";

/** In a page: threads are workers that run the page's whole bundle again, and share memory only if the page is isolated. */
export const trainingThreads = () => (crossOriginIsolated ? navigator.hardwareConcurrency : 1);
/** A page's worker cannot look for messages while it computes. */
export const evaluationThreads = () => 1;

type Prepare = (data: unknown) => (message: unknown) => unknown;
const programs = new Map<string, Prepare>();

/** What a worker gets first, and hands to `becomeThread`, if it is to be a thread. */
export interface ThreadStart {
  readonly program: string;
  readonly data: unknown;
}

export function answerMessages<Data, Message, Answer>(
  program: string,
  prepare: (data: Data) => (message: Message) => Answer | Promise<Answer>,
): void {
  programs.set(program, prepare as Prepare);
}

/** Where memory cannot be shared there is only one thread, and it is this one. */
export function startThread(program: string, data: unknown): Thread {
  if (!crossOriginIsolated) {
    const answer = programs.get(program)!(data);
    return {
      ready: Promise.resolve(),
      ask: async <Answer>(message: unknown) => (await answer(message)) as Answer,
      terminate: () => {},
    };
  }
  const worker = new Worker(location.href);
  worker.postMessage({ program, data } satisfies ThreadStart);
  return threadOf(
    (message) => worker.postMessage(message),
    () => next(worker),
    () => worker.terminate(),
  );
}

const next = (worker: Worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });

/** Makes this worker the thread that another one started. */
export function becomeThread({ program, data }: ThreadStart): void {
  const answer = programs.get(program)!(data);
  self.onmessage = async ({ data: message }) => postMessage(await answer(message));
  postMessage("ready");
}

export function startListener(program: string, _data: object): Listener {
  throw new Error(`a page starts no listener for ${program}`);
}

const channel = new MessageChannel();

/** Lets messages have their turn; a timer would wait for 4 ms. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(undefined);
  });
