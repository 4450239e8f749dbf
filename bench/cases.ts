import { writeFileSync } from "node:fs";
import path from "node:path";
import { twoGaussians } from "../lib";
import { Random } from "../lib/random";
import type { Job } from "./ours/protocol";

/** What to time: a job without the name, file and duration of its measurement. */
export type Case = Omit<Job, "data" | "seconds" | "name"> & { readonly batch: number };

/** The post's two trainings. */
const post = {
  task: "train",
  input: 2,
  hidden: 10,
  latent: 1,
  activation: "relu",
  family: "gaussian",
} as const;
export const AE: Case = { model: "ae", ...post, batch: 5000, samples: 3 };
export const VAE: Case = { ...AE, model: "vae" };

/** The VAE with wider layers, other batches and more inputs, to see how the cost grows. */
export const VAE_64: Case = { ...VAE, hidden: 64 };
const SIZES: readonly Case[] = [
  VAE_64,
  { ...VAE, hidden: 256 },
  { ...VAE, batch: 100 },
  { ...VAE, batch: 50_000 },
  { ...VAE, input: 560, hidden: 64, batch: 100, samples: 1 },
  { ...VAE, input: 560, hidden: 256, batch: 100, samples: 1 },
  { ...VAE, input: 560, hidden: 64, samples: 1 },
  { ...VAE, input: 560, hidden: 256, samples: 1 },
  { ...VAE, input: 784, hidden: 500, batch: 1000, samples: 1 },
];

/** The cases that measure the share of the peak: their dense layers dominate the cost. */
export const WIDE = SIZES.filter(({ hidden }) => hidden >= 64);

/** The paper's models in its minibatches of 100, and in larger ones. */
const paper = { task: "train", model: "vae", activation: "tanh", latent: 2, batch: 100, samples: 1 } as const;
export const DIGITS: Case = { ...paper, input: 784, hidden: 500, family: "bernoulli" };
export const FACES: Case = { ...paper, input: 560, hidden: 200, family: "gaussian" };
export const DIGITS_1000: Case = { ...DIGITS, batch: 1000 };

/** Bounds of many points, each with many draws. */
export const DIGITS_ELBO: Case = { ...DIGITS_1000, task: "elbo", samples: 10 };
export const VAE_ELBO: Case = { ...VAE, task: "elbo", samples: 100 };

/** The cases that the ratios need. */
export const QUICK = [AE, VAE, VAE_64, DIGITS, FACES, DIGITS_1000, VAE_ELBO, DIGITS_ELBO];

export const ALL: readonly Case[] = [
  AE,
  VAE,
  ...SIZES,
  DIGITS,
  { ...DIGITS, latent: 20 },
  FACES,
  DIGITS_1000,
  { ...DIGITS_1000, latent: 20 },
  { ...FACES, batch: 1000 },
  VAE_ELBO,
  DIGITS_ELBO,
];

export function nameOf(one: Case): string {
  const { task, model, input, hidden, latent, activation, family, batch, samples } = one;
  const parts = [
    `${(task === "elbo" ? task : model).toUpperCase()} ${input}→${hidden}→${latent}`,
    ...(family === "bernoulli" ? ["Bernoulli"] : []),
    ...(activation === "tanh" ? ["tanh"] : []),
    `batch ${batch}`,
    ...(model === "vae" ? [`n_z ${samples}`] : []),
  ];
  return parts.join(", ");
}

/**
 * Floating-point operations of one training step's dense layers: the forward pass, the weights' gradient and the inputs' gradient
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
