import { type Carrier, type Question, type Start, Threads } from "./thread";

type Prepare = (data: unknown) => (message: unknown) => unknown;
const programs = new Map<string, Prepare>();

export function answerMessages<Data, Message, Answer>(
  program: string,
  prepare: (data: Data) => (message: Message) => Answer | Promise<Answer>,
): void {
  programs.set(program, prepare as Prepare);
}

/**
 * In a page: threads are workers that run the page's whole bundle again. Where memory cannot be shared there is only one
 * thread, and it is this one.
 */
export function threadsFor(program: string): Pick<Threads, "start"> {
  if (crossOriginIsolated) return new Threads(program, openThread);
  return {
    start(data) {
      const answer = programs.get(program)!(data);
      return {
        ready: Promise.resolve(),
        ask: async <Answer>(message: unknown) => (await answer(message)) as Answer,
        release: () => {},
      };
    },
  };
}

function openThread(): Carrier {
  const worker = new Worker(location.href);
  return {
    post: (message) => worker.postMessage(message),
    next: () =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
    terminate: () => worker.terminate(),
  };
}

/** Makes this worker the thread that another one started. */
export function becomeThread(start: Start): void {
  let answer: (message: unknown) => unknown;
  const take = async (message: Start | Question) => {
    if ("question" in message) postMessage(await answer(message.question));
    else {
      answer = programs.get(message.program)!(message.data);
      postMessage("ready");
    }
  };
  self.onmessage = ({ data }) => take(data);
  take(start);
}

const channel = new MessageChannel();

/** Lets messages have their turn; a timer would wait for 4 ms. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(undefined);
  });
