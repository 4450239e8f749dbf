import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { NDArray } from "../../lib";

/** What to time: a model with one hidden layer on each side, whose every step takes all rows of a file. */
export interface Job {
  readonly name: string;
  /** A step of "train" is one of Adam's; a step of "elbo" computes the bound of each row, with new noise. */
  readonly task: "train" | "elbo";
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

const WARM_UP_MILLISECONDS = 300;

/**
 * Says that it is ready, then reads jobs as JSON lines and answers each with the milliseconds of one step. The first
 * request for a job warms it up and fixes the number of steps per measurement.
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
    // Just-in-time compilers make the first steps slow.
    const warm = performance.now() + WARM_UP_MILLISECONDS;
    await run(1);
    for (let steps = 1; ; ) {
      const wanted = Math.ceil((1000 * job.seconds) / (await milliseconds(run, steps)));
      if (performance.now() > warm) return { run, steps: wanted };
      steps = Math.min(4 * steps, wanted);
    }
  }

  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const job = JSON.parse(line) as Job;
    try {
      const { run, steps } = prepared.get(job.name) ?? (await prepare(job));
      prepared.set(job.name, { run, steps });
      // The other contenders' turns evicted this process from the caches: warm up again.
      await run(Math.ceil(steps / 2));
      console.log(JSON.stringify({ milliseconds: await milliseconds(run, steps) }));
    } catch (error) {
      console.log(JSON.stringify({ error: String(error) }));
    }
  }
}
