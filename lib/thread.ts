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

/**
 * Threads for one program of lib/. A module that has one must load the program too, so that a kernel which loads the module
 * anew after an edit of the program forgets the threads that run its old state.
 */
export class Threads {
  private readonly idle = new Set<Carrier>();

  constructor(
    private readonly program: string,
    private readonly open: (program: string) => Carrier,
  ) {}

  /**
   * Starts the program in a thread that an earlier one left, or else in a new one. With `helps`, it does all its work in
   * becoming ready, and the process does not wait for it.
   */
  start(data: unknown, { helps = false } = {}): Thread {
    const [carrier = this.open(this.program)] = this.idle;
    this.idle.delete(carrier);
    carrier.post({ program: this.program, data } satisfies Start);
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
      release: () => {
        last.then(
          () => this.keep(carrier),
          () => carrier.terminate(),
        );
      },
    };
  }

  private keep(carrier: Carrier): void {
    this.idle.add(carrier);
    const timer = setTimeout(() => {
      if (this.idle.delete(carrier)) carrier.terminate();
    }, IDLE_MILLISECONDS) as number | { unref(): void };
    // Node.js would wait for it; in a page it is a number.
    if (typeof timer === "object") timer.unref();
  }
}
