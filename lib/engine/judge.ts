/**
 * Decides how many threads work, by what helps: it measures the time of a step with as many as work now, and tries twice or
 * half as many. A number of threads is kept only if it is clearly faster than fewer, and called into question as soon as its
 * steps take longer than before, as they do once another program wants a core. After a trial in vain the next is later, and
 * longer.
 */
export class Judge {
  /** How many work outside of a trial; undefined when none is under way. */
  private chosen: number | undefined;
  /** The least time of a step with so many, and the time in the last measurement. */
  private expected = Number.POSITIVE_INFINITY;
  private last = Number.POSITIVE_INFINITY;
  /** Milliseconds of a measurement, and how many measurements from a trial to the next. */
  private window = WINDOW;
  private gap = GAP;
  /** Measurements since the last trial. */
  private measured = 0;
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
    this.start = clock();
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
    const time = spent / this.steps;
    const hopeless = this.chosen !== undefined && spent > WINDOW && time > HOPELESS * this.expected;
    if (!hopeless && (spent < this.window || (this.warm && this.steps < STEPS))) return;
    if (!this.warm && !hopeless) this.warm = true;
    else if (this.chosen === undefined) this.watch(time, most);
    else this.endTrial(time);
    this.restart(now);
  }

  /** Forgets the measurement that is under way, as after a pause. */
  restart(now = this.clock()): void {
    this.start = now;
    this.steps = 0;
  }

  private watch(time: number, most: number): void {
    // A single measurement may have been disturbed.
    const recent = Math.min(time, this.last);
    const slower = this.threads > 1 && recent > SLOWER * this.expected;
    this.expected = Math.min(this.expected, time);
    this.last = time;
    this.measured++;
    if (!slower && this.measured < this.gap) return;
    const fewer = Math.ceil(this.threads / 2);
    const more = Math.min(2 * this.threads, most);
    const candidate = slower || this.triesFewer || more === this.threads ? fewer : more;
    this.measured = 0;
    this.triesFewer = candidate < this.threads;
    if (candidate === this.threads) return;
    this.expected = recent;
    this.chosen = this.threads;
    this.use(candidate);
  }

  private endTrial(time: number): void {
    const { threads, expected, chosen } = this;
    const better = threads > chosen! ? time < FASTER * expected : FASTER * time < expected;
    if (better) {
      this.expected = time;
      // What helped once may help twice.
      this.measured = threads > chosen! ? this.gap : 0;
    } else {
      this.use(chosen!);
      this.triesFewer = !this.triesFewer;
      this.window = Math.min(LONGER * this.window, MOST_WINDOW);
      this.gap = Math.min(LONGER * this.gap, MOST_GAP);
    }
    this.chosen = undefined;
  }

  private use(threads: number): void {
    this.warm = threads <= this.threads || this.expected > WINDOW;
    this.threads = threads;
    this.last = Number.POSITIVE_INFINITY;
  }
}

/** Milliseconds that a measurement takes, at first and at most, and the steps that it has at least. */
const WINDOW = 6;
const MOST_WINDOW = 50;
const STEPS = 2;
/** Measurements from a trial to the next, at first and at most, and how both grow after a trial in vain. */
const GAP = 3;
const MOST_GAP = 40;
const LONGER = 1.5;
/** More threads must bring a step below this share of its time with fewer. */
const FASTER = 0.95;
/** Steps that take this many times as long as expected call for a trial, and that many times end one. */
const SLOWER = 1.3;
const HOPELESS = 1.5;
