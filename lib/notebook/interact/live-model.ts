import type { Answer, SharedState } from "../kernel";
import { changedParts } from "./figure-state";

/** Why what answers a handle cannot open a model. */
export const NESTED =
  "interact: draw cannot show handles of its own; name them all in one call, and return a figure";

/** One run of an answer. */
export interface AnswerRun {
  /** Settles when it has ended, with how it failed if it did. */
  readonly ended: Promise<string | undefined>;
  /** Asks it to end. */
  interrupt(): void;
}

/** What carries a model's messages, and runs its answers between cells. */
export interface ModelHost {
  send(parts: SharedState): void;
  run(work: () => Promise<void>): AnswerRun;
}

/**
 * A state that is shared with the page. Of what the reader changes while a cell or an earlier answer computes, only the
 * newest is answered; an earlier answer is asked to end, and what it returns is dropped.
 */
export class LiveModel {
  private waiting: SharedState | undefined;
  private current: AnswerRun | undefined;

  constructor(
    /** What the page knows, or is being sent. */
    private state: SharedState,
    private readonly answer: Answer,
    private readonly host: ModelHost,
  ) {}

  /** All that a page needs which opens the model now. */
  get whole(): SharedState {
    return this.state;
  }

  /** Takes what the reader changed; settles when that or something newer is answered. */
  async receive(changed: SharedState): Promise<void> {
    this.state = { ...this.state, ...changed };
    const isAwaited = this.waiting !== undefined;
    this.waiting = { ...this.waiting, ...changed };
    if (isAwaited) return void (await this.current?.ended);
    this.current?.interrupt();
    let answered: SharedState = changed;
    let found: SharedState | undefined;
    const run = this.host.run(async () => {
      answered = this.waiting ?? changed;
      this.waiting = undefined;
      found = await this.answer(answered);
    });
    this.current = run;
    const error = await run.ended;
    // Something newer is on its way.
    if (this.current !== run) return;
    this.current = undefined;
    const answers = (this.state.answers as number) + 1;
    this.send({ ...(error ? {} : found), error: error ?? "", answered, answers });
  }

  private send(parts: SharedState): void {
    const changed = changedParts(this.state, parts);
    this.state = { ...this.state, ...changed };
    this.host.send(changed);
  }
}
