/** A thread that answers messages one after the other. It keeps the process alive only while an answer is due. */
export interface Thread {
  /** Resolves once the thread can take messages. */
  readonly ready: Promise<void>;
  /** Sends a message and waits for the answer. Rejects with the error of a thread that fails instead. */
  ask<Answer>(message: unknown): Promise<Answer>;
  terminate(): void;
}

/** A thread that takes messages when it looks for them. It does not keep the process alive. */
export interface Listener {
  post(message: unknown): void;
  terminate(): void;
}

/** A thread from how to send to it, to wait for its next message, and to end it. Its first message says that it is ready. */
export function threadOf(
  post: (message: unknown) => void,
  next: () => Promise<unknown>,
  terminate: () => void,
): Thread {
  let last = next();
  const ready = last.then(() => {});
  // Whoever asks will get the error.
  ready.catch(() => {});
  return {
    ready,
    ask<Answer>(message: unknown) {
      const answer = last.then(() => {
        post(message);
        return next() as Promise<Answer>;
      });
      last = answer;
      return answer;
    },
    terminate,
  };
}
