import { writeFileSync } from "node:fs";
import path from "node:path";
import { twoGaussians } from "../lib";
import { Random } from "../lib/random";
import type { Job } from "./ours/protocol";

/** What to time: a job without the name, file and duration of its measurement. */
export type Case = Omit<Job, "data" | "seconds" | "name"> & { readonly batch: number };

const small = { latent: 1, activation: "relu", family: "gaussian" } as const;
const post = { ...small, input: 2, hidden: 10, batch: 5000, samples: 3 };

/** The post's two trainings. */
export const POST: readonly Case[] = [
  { model: "ae", ...post },
  { model: "vae", ...post },
];

/** The VAE with wider layers, other batches and more inputs, to see how the cost grows. */
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

const paper = { model: "vae", activation: "tanh", samples: 1 } as const;
const digits = { ...paper, input: 784, hidden: 500, family: "bernoulli" } as const;
const faces = { ...paper, input: 560, hidden: 200, family: "gaussian" } as const;

/** The paper's models in its minibatches of 100, and in larger ones. */
export const PAPER: readonly Case[] = [
  { ...digits, latent: 2, batch: 100 },
  { ...faces, latent: 2, batch: 100 },
];
export const PAPER_WIDE: Case = { ...digits, latent: 2, batch: 1000 };
export const PAPER_OTHERS: readonly Case[] = [
  { ...digits, latent: 20, batch: 100 },
  { ...digits, latent: 20, batch: 1000 },
  { ...faces, latent: 2, batch: 1000 },
];

/** The cases that measure the share of the peak: their dense layers dominate the cost. */
export const WIDE = SIZES.filter(({ hidden }) => hidden >= 64);

export function nameOf({ model, input, hidden, latent, activation, family, batch, samples }: Case): string {
  const parts = [
    `${model.toUpperCase()} ${input}→${hidden}→${latent}`,
    ...(family === "bernoulli" ? ["Bernoulli"] : []),
    ...(activation === "tanh" ? ["tanh"] : []),
    `batch ${batch}`,
    ...(model === "vae" ? [`n_z ${samples}`] : []),
  ];
  return parts.join(", ");
}

/**
 * Floating-point operations of one step's dense layers: the forward pass, the weights' gradient and the inputs' gradient
 * each take a multiplication and an addition per weight and row; the first layer needs no gradient of its input.
 */
export function operations({ model, input, hidden, latent, family, batch, samples }: Case): number {
  const codes = model === "vae" ? 2 * latent : latent;
  const outputs = model === "vae" && family === "gaussian" ? 2 * input : input;
  const draws = model === "vae" ? samples : 1;
  return (
    2 *
    batch *
    (2 * input * hidden + 3 * hidden * codes + draws * (3 * latent * hidden + 3 * hidden * outputs))
  );
}

/** Writes the rows that all contenders train on, and returns the file's path. */
export function writePoints(folder: string, { input, family, batch }: Case): string {
  const file = path.join(folder, `${family}-${batch}x${input}.f32`);
  const random = new Random(1, "bench");
  const points =
    family === "bernoulli"
      ? Float64Array.from({ length: batch * input }, () => random.uniform())
      : input === 2
        ? twoGaussians({ size: batch, seed: 1 }).points.data
        : random.normals(new Float64Array(batch * input));
  writeFileSync(file, Buffer.from(Float32Array.from(points).buffer));
  return file;
}
