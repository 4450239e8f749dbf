import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { NDArray } from "../../lib";

/** One training to time: a model with one hidden layer on each side, on all rows of a file at each step. */
export interface Job {
  readonly name: string;
  readonly model: "ae" | "vae";
  readonly input: number;
  readonly hidden: number;
  readonly latent: number;
  readonly activation: "relu" | "tanh";
  /** A VAE's likelihood; the Gaussian's scale is learned. */
  readonly family: "gaussian" | "bernoulli";
  readonly samples: number;
  /** A file of float32 rows. */
  readonly data: string;
  /** How long one measurement should take. */
  readonly seconds: number;
}

/** Does a number of steps and waits until they are computed. */
export type Run = (steps: number) => Promise<unknown>;

export function readPoints({ data, input }: Job): NDArray {
  const bytes = readFileSync(data);
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new NDArray(Float64Array.from(floats), [floats.length / input, input]);
}

/**
 * Reads jobs as JSON lines and answers each with the milliseconds of one step. The first request for a job warms it up and
 * fixes the number of steps per measurement.
 */
export async function serve(makeRun: (job: Job) => Promise<Run>): Promise<void> {
  const prepared = new Map<string, { run: Run; steps: number }>();
  const milliseconds = async (run: Run, steps: number) => {
    const start = performance.now();
    await run(steps);
    return (performance.now() - start) / steps;
  };

  async function prepare(job: Job) {
    const run = await makeRun(job);
    let steps = 2;
    for (;;) {
      const seconds = ((await milliseconds(run, steps)) * steps) / 1000;
      if (seconds > job.seconds / 2) break;
      // Just-in-time compilers make the first steps slow, so the number grows gradually.
      steps *= 4;
    }
    prepared.set(job.name, { run, steps });
  }

  for await (const line of createInterface({ input: process.stdin })) {
    const job = JSON.parse(line) as Job;
    try {
      if (!prepared.has(job.name)) await prepare(job);
      const { run, steps } = prepared.get(job.name)!;
      // The other contenders' turns evicted this process from the caches: warm up again.
      await run(steps);
      console.log(JSON.stringify({ milliseconds: await milliseconds(run, steps) }));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error) }));
    }
  }
}
