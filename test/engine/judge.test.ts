import { describe, expect, it } from "vitest";
import { Judge } from "../../lib/engine/judge";
import { Random } from "../../lib/random";

/** Milliseconds of a step with 1, 2, 4, … threads, as time goes by. */
type Machine = (threads: number, now: number) => number;

/** Lets a judge choose for some seconds; returns the mean time of a step, and the share of the time spent with each number. */
function simulate(
  machine: Machine,
  { most, seconds, from = 0 }: { most: number; seconds: number; from?: number },
) {
  let now = 0;
  const judge = new Judge(2, () => now);
  const random = new Random(1, "noise");
  let steps = 0;
  let start = 0;
  const spent = new Map<number, number>();
  while (now < 1000 * seconds) {
    const threads = Math.min(judge.threads, most);
    // Measured times scatter, and now and then the system has something else to do.
    const undisturbed = machine(threads, now) * (0.9 + 0.2 * random.uniform());
    const time = undisturbed + (random.uniform() < undisturbed / 300 ? 5 : 0);
    now += time;
    judge.step(most);
    if (now < 1000 * from) start = now;
    else {
      steps++;
      spent.set(threads, (spent.get(threads) ?? 0) + time);
    }
  }
  const share = (threads: number) => (spent.get(threads) ?? 0) / (now - start);
  return { step: (now - start) / steps, share };
}

const quiet: Machine = (threads) => (threads === 1 ? 0.5 : threads === 2 ? 0.3 : 0.3 * threads);
const busy: Machine = (threads) => (threads === 1 ? 0.5 : 0.7 * threads);

describe("a judge of how many threads help", () => {
  it("stays with two where two help", () => {
    const { step, share } = simulate(quiet, { most: 2, seconds: 1 });
    expect(share(2)).toBeGreaterThan(0.9);
    expect(step).toBeLessThan(1.1 * 0.3);
  });

  it("loses little to one thread where others only hinder", () => {
    expect(simulate(busy, { most: 2, seconds: 1 }).step).toBeLessThan(1.15 * 0.5);
  });

  it("finds the best number of many, and is not slower than one thread meanwhile", () => {
    expect(simulate(quiet, { most: 64, seconds: 1 }).step).toBeLessThan(0.5);
    const sixteen: Machine = (threads) => 0.5 / Math.min(threads, 16) + 0.002 * threads;
    expect(simulate(sixteen, { most: 16, seconds: 1, from: 0.5 }).share(16)).toBeGreaterThan(0.8);
    expect(simulate(busy, { most: 64, seconds: 1 }).step).toBeLessThan(1.15 * 0.5);
  });

  it("notices at once when another program wants the core, and later when it does no more", () => {
    const visited: Machine = (threads, now) => (now > 1000 && now < 3000 ? busy : quiet)(threads, now);
    expect(simulate(visited, { most: 2, seconds: 3, from: 1.1 }).step).toBeLessThan(1.15 * 0.5);
    expect(simulate(visited, { most: 2, seconds: 8, from: 6 }).share(2)).toBeGreaterThan(0.9);
  });

  it("measures whole steps, however long they are", () => {
    const long: Machine = (threads) => 400 * quiet(threads, 0);
    expect(simulate(long, { most: 2, seconds: 60 }).share(2)).toBeGreaterThan(0.85);
    expect(simulate((threads) => 400 * busy(threads, 0), { most: 2, seconds: 60 }).step).toBeLessThan(
      1.15 * 200,
    );
  });
});
