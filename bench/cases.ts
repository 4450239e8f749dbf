import type { Job } from "./ours/protocol";

/** One training to time, as `Job` without its file and duration. */
export type Case = Omit<Job, "data" | "seconds" | "name"> & { readonly batch: number };

const post = { input: 2, hidden: 10, batch: 5000, samples: 3 };

/** The post's two trainings. */
export const POST: readonly Case[] = [
  { model: "ae", ...post },
  { model: "vae", ...post },
];

/** The VAE over hidden width, batch and input width, to see the cost grow. */
export const SIZES: readonly Case[] = [
  { model: "vae", ...post, hidden: 64 },
  { model: "vae", ...post, hidden: 256 },
  { model: "vae", ...post, batch: 100 },
  { model: "vae", ...post, batch: 50_000 },
  { model: "vae", ...post, input: 560, hidden: 64, batch: 100, samples: 1 },
  { model: "vae", ...post, input: 560, hidden: 256, batch: 100, samples: 1 },
  { model: "vae", ...post, input: 560, hidden: 64, samples: 1 },
  { model: "vae", ...post, input: 560, hidden: 256, samples: 1 },
  { model: "vae", ...post, input: 784, hidden: 500, batch: 1000, samples: 1 },
];

export function nameOf({ model, input, hidden, batch, samples }: Case): string {
  return `${model.toUpperCase()} ${input}→${hidden}→1, batch ${batch}${model === "vae" ? `, n_z ${samples}` : ""}`;
}

/**
 * Floating-point operations of one step's dense layers: forward, the weights' gradient and the inputs' gradient are a
 * multiplication and an addition each for every weight and row; the first layer needs no gradient of its input.
 */
export function operations({ model, input, hidden, batch, samples }: Case): number {
  const heads = model === "vae" ? 2 : 1;
  const draws = model === "vae" ? samples : 1;
  return (
    2 * batch * (2 * input * hidden + 3 * hidden * heads + draws * (3 * hidden + 3 * hidden * input * heads))
  );
}
