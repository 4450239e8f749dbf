/** A thread that answers messages one after the other. It keeps the process alive only while an answer is due. */
export interface Thread {
  /** Resolves once the thread can take messages. */
  readonly ready: Promise<void>;
  /** Sends a message and waits for the answer. Rejects with the error of a thread that fails instead. */
  ask<Answer>(message: unknown): Promise<Answer>;
  /** Gives the thread up, for the next one of its program to be started faster; it ends if it failed, or is not needed. */
  release(): void;
}

/** A thread as a platform has it, before it runs a program. */
export interface Carrier {
  post(message: Start | Question): void;
  /** The next message from the thread, for which the process stays alive if `held`; rejects if the thread fails. */
  next(held: boolean): Promise<unknown>;
  terminate(): void;
}

/** Makes a thread ready for questions, also one that had another start before. */
export interface Start {
  readonly program: string;
  readonly data: unknown;
}

export interface Question {
  readonly question: unknown;
}

/** How long a thread without work is kept for the next that needs one. */
const IDLE_MILLISECONDS = 20_000;

/** Threads that wait for work, by program. */
const idle = new Map<string, Set<Carrier>>();

/** Options of a thread's start. */
export interface StartOptions {
  /** Whether the thread only helps: its program does all its work in becoming ready, and the process does not wait for it. */
  readonly helps?: boolean;
}

/** Starts a program of lib/ in a thread that an earlier one left, or else in a new one. */
export function threadOf(
  program: string,
  data: unknown,
  open: (program: string) => Carrier,
  { helps = false }: StartOptions = {},
): Thread {
  const carrier = takeIdle(program) ?? open(program);
  carrier.post({ program, data } satisfies Start);
  let last = carrier.next(!helps);
  const ready = last.then(() => {});
  // Whoever asks will get the error.
  ready.catch(() => {});
  return {
    ready,
    ask<Answer>(question: unknown) {
      const answer = last.then(() => {
        carrier.post({ question } satisfies Question);
        return carrier.next(true) as Promise<Answer>;
      });
      last = answer;
      return answer;
    },
    release() {
      last.then(
        () => keep(program, carrier),
        () => carrier.terminate(),
      );
    },
  };
}

function takeIdle(program: string): Carrier | undefined {
  const carriers = idle.get(program);
  const [carrier] = carriers ?? [];
  if (carrier) carriers!.delete(carrier);
  return carrier;
}

function keep(program: string, carrier: Carrier): void {
  const carriers = idle.get(program) ?? new Set();
  idle.set(program, carriers.add(carrier));
  const timer = setTimeout(() => {
    if (carriers.delete(carrier)) carrier.terminate();
  }, IDLE_MILLISECONDS) as number | { unref(): void };
  // Node.js would wait for it; in a page it is a number.
  if (typeof timer === "object") timer.unref();
}
