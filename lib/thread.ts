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
