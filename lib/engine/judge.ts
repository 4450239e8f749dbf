/**
 * Decides how many threads work, by what helps: it measures the time of a step with as many as work now, and tries twice or
 * half as many. A number of threads is kept only if it is clearly faster than fewer, and called into question as soon as its
 * steps take longer than before, as they do once another program wants a core. After a trial in vain the next is later, and
 * longer.
 */
export class Judge {
  /** How many work outside of a trial; undefined when none is under way. */
  private chosen: number | undefined;
  /** The least time of a step with so many. */
  private expected = Number.POSITIVE_INFINITY;
  /** The time of a step in the last measurement. */
  private last = Number.POSITIVE_INFINITY;
  private patience = PATIENCE;
  /** When the last trial ended. */
  private since: number;
  private start: number;
  private steps = 0;
  /** Whether what is measured had a start to get going, as threads that have slept need. */
  private warm = true;
  private triesFewer = false;

  /** `threads`: how many should work, if there are so many; `clock`: milliseconds. */
  constructor(
    public threads = 2,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.since = this.start = clock();
  }

  /** Notes that steps are done, while there were `most` threads. */
  step(most: number, steps = 1): void {
    const now = this.clock();
    if (most < this.threads) {
      this.restart(now);
      return;
    }
    this.steps += steps;
    const spent = now - this.start;
    const window = Math.min(Math.max(this.patience / TRIALS, WINDOW), MOST_WINDOW);
    if (spent < window || (this.warm && this.steps < STEPS)) return;
    const time = spent / this.steps;
    if (!this.warm) this.warm = true;
    else if (this.chosen === undefined) this.watch(time, now, most);
    else this.endTrial(time, now);
    this.restart(now);
  }

  /** Forgets the measurement that is under way, as after a pause. */
  restart(now = this.clock()): void {
    this.start = now;
    this.steps = 0;
  }

  private watch(time: number, now: number, most: number): void {
    const { last } = this;
    this.last = time;
    // A single measurement may have been disturbed.
    const slower = this.threads > 1 && Math.min(time, last) > SLOWER * this.expected;
    this.expected = Math.min(this.expected, time);
    if (!slower && now - this.since < Math.max(this.patience, TRIALS * STEPS * time)) return;
    const fewer = Math.ceil(this.threads / 2);
    const more = Math.min(2 * this.threads, most);
    const candidate = slower || this.triesFewer || more === this.threads ? fewer : more;
    this.triesFewer = !this.triesFewer;
    this.since = now;
    if (candidate === this.threads) return;
    this.expected = Math.min(time, last);
    this.chosen = this.threads;
    this.use(candidate);
  }

  private endTrial(time: number, now: number): void {
    const { threads, expected, chosen } = this;
    const better = threads > chosen! ? time < FASTER * expected : FASTER * time < expected;
    if (better) this.expected = time;
    else {
      this.use(chosen!);
      this.patience = Math.min(LONGER * this.patience, MOST_PATIENCE);
    }
    this.chosen = undefined;
    this.since = now;
  }

  private use(threads: number): void {
    this.warm = threads <= this.threads;
    this.last = Number.POSITIVE_INFINITY;
    this.threads = threads;
  }
}

/** Milliseconds that a measurement takes at least and at most, and the steps that it has. */
const WINDOW = 6;
const MOST_WINDOW = 50;
const STEPS = 2;
/** Milliseconds from a trial to the next, at first and at most, and how they grow. */
const PATIENCE = 30;
const MOST_PATIENCE = 1500;
const LONGER = 1.5;
/** A trial takes a share of the time between trials. */
const TRIALS = 12;
/** More threads must bring a step below this share of its time with fewer. */
const FASTER = 0.95;
/** Steps that take this many times as long as expected call for a trial. */
const SLOWER = 1.3;
