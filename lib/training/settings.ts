import { canonicalJson } from "../canonical-json";
import { checkChoice, checkInteger, checkNonNegative, checkPositive, rejectUnknownOptions } from "../check";
import type { Model } from "../models/model";
import { OPTIMIZERS, type OptimizerName } from "./adam";
import { checkObjective, OBJECTIVES, type Objective } from "./objectives";
import { checkSchedule, type Schedule } from "./schedule";

/** The engines' names, fastest first, which are those of their folders beside this file. */
export const ENGINES = ["fused", "tensorflow"] as const;
export type EngineName = (typeof ENGINES)[number];

const GRADIENTS = ["pathwise", "scoreFunction"] as const;
export type Gradient = (typeof GRADIENTS)[number];
const BASELINES = [0, "leaveOneOut"] as const;
export type Baseline = (typeof BASELINES)[number];

/**
 * What a training depends on besides its model and data, as plain data that a run and its checkpoints record. A new
 * setting is a field here, with its default and check in `completeSettings`; resuming then compares it automatically.
 */
export interface TrainingSettings {
  /** Points per step, of which the last step of an epoch may have fewer; default: all points. */
  readonly batchSize: number;
  /** Adam, or Adagrad as in the paper's experiments; default: "adam". */
  readonly optimizer: OptimizerName;
  /** The optimizer's step size, a number or a schedule; default: 1e-3. */
  readonly learningRate: number | Schedule;
  /**
   * Which parameters are trained: "all", or those of the "encoder" alone, which is then fitted to the decoder as it is;
   * default: "all".
   */
  readonly parameters: "all" | "encoder";
  /** n_z, draws of z for each point in each step of a variational autoencoder; default: 1. */
  readonly latentSamples: number;
  /**
   * β, the weight of KL(q(z|x)‖p(z)) in a variational autoencoder's loss, a number or a schedule (KL warm-up);
   * default: 1, for which the loss is −ELBO.
   */
  readonly klWeight: number | Schedule;
  /**
   * What a variational autoencoder maximises, by default "elbo". The others take no klWeight: "iwae", the importance-weighted
   * bound of latentSamples draws (Burda et al. 2016); "evidence", log p(x) by quadrature over a latent of one dimension, which
   * leaves the encoder as it is; "wakeSleep", two quantities in each step (Hinton et al. 1995; paper, section 4): the decoder
   * maximises E[log p(x|z)] for z ~ q(z|x), and the encoder E[log q(z|x)] for as many z ~ p(z) with x ~ p(x|z). Its reported
   * loss is −ELBO.
   */
  readonly objective: Objective;
  /**
   * How the encoder gets the gradient of E_q[log p(x|z)]: "pathwise", through the reparameterized draw (paper, section 2.4),
   * or "scoreFunction", through log q(z|x) weighted by log p(x|z) (REINFORCE, Williams 1992); default: "pathwise".
   */
  readonly gradient: Gradient;
  /**
   * What the score function subtracts from log p(x|z): 0, or "leaveOneOut", its mean over the point's other draws (Kool et
   * al. 2019), which needs latentSamples ≥ 2; default: 0.
   */
  readonly baseline: Baseline;
  /** Fixes shuffling and noise. */
  readonly seed: number;
  /** The engine that computes. */
  readonly engine: EngineName;
}

/** The settings as a user passes them to `fit`. */
export type SettingsOptions = Partial<Omit<TrainingSettings, "seed" | "engine">> & {
  readonly seed: number;
  /** The engine that computes; default: "auto", the fastest one that supports the model. */
  readonly engine?: EngineName | "auto";
};

/** Complete settings, except that "auto" leaves the engine open. */
export type RequestedSettings = Omit<TrainingSettings, "engine"> & { readonly engine: EngineName | "auto" };

/** The other options of `fit`, in a notebook too. */
const BESIDES = "epochs threads onProgress signal resume validation checkpoint label progress live";

/** The settings that may change when a run is resumed. */
const MAY_CHANGE: readonly string[] = ["learningRate"] satisfies (keyof TrainingSettings)[];

/**
 * The settings for training `model` on `rows` points: each from `options`, else from the run to resume, else by default.
 * Throws an error that names the first invalid one.
 */
export function completeSettings(
  options: SettingsOptions,
  model: Model,
  rows: number,
  earlier?: TrainingSettings,
): RequestedSettings {
  const settings: RequestedSettings = {
    batchSize: rows,
    optimizer: "adam",
    learningRate: 1e-3,
    parameters: "all",
    latentSamples: 1,
    klWeight: 1,
    objective: "elbo",
    gradient: "pathwise",
    baseline: 0,
    engine: "auto",
    ...earlier,
    ...given(options),
    seed: options.seed,
  };
  const { batchSize, optimizer, learningRate, parameters, latentSamples, klWeight, ...others } = settings;
  const { objective, gradient, baseline, seed, engine, ...rest } = others;
  rejectUnknownOptions("fit", rest, `${Object.keys(settings).join(" ")} ${BESIDES}`);
  checkInteger("batchSize", batchSize);
  checkSchedule("learningRate", learningRate, checkPositive);
  checkChoice("optimizer", optimizer, Object.keys(OPTIMIZERS) as OptimizerName[]);
  checkChoice("parameters", parameters, ["all", "encoder"]);
  checkInteger("latentSamples", latentSamples);
  checkSchedule("klWeight", klWeight, checkNonNegative);
  checkChoice("objective", objective, Object.keys(OBJECTIVES) as Objective[]);
  checkChoice("gradient", gradient, GRADIENTS);
  checkChoice("baseline", baseline, BASELINES);
  checkInteger("seed", seed, 0);
  checkChoice("engine", engine, ["auto", ...ENGINES]);
  if (baseline === "leaveOneOut" && gradient !== "scoreFunction")
    throw new RangeError(`gradient: expected "scoreFunction" with baseline "leaveOneOut", got "${gradient}"`);
  if (baseline === "leaveOneOut" && latentSamples < 2)
    throw new RangeError(
      `latentSamples: expected at least 2 with baseline "leaveOneOut", got ${latentSamples}`,
    );
  if (objective !== "elbo") checkObjective(objective, model, options);
  return { ...settings, batchSize: Math.min(batchSize, rows) };
}

/** The options that are set: undefined ones are not, nor is the engine "auto", which leaves the choice to the run to resume. */
function given(options: SettingsOptions): Partial<RequestedSettings> {
  const entries = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !(name === "engine" && value === "auto"),
  );
  return Object.fromEntries(entries);
}

/** Throws an Error that names the first setting in which a run and its continuation differ but must not. */
export function checkSameSettings(then: TrainingSettings, now: RequestedSettings): void {
  for (const [name, value] of Object.entries(now))
    if (!MAY_CHANGE.includes(name)) checkSame(name, then[name as keyof TrainingSettings], value);
}

/** Throws an Error unless two values of plain data are equal. */
export function checkSame(name: string, then: unknown, now: unknown): void {
  if (canonicalJson(then) === canonicalJson(now)) return;
  const [expected, got] = [then, now].map((one) => JSON.stringify(one));
  throw new Error(`resume: ${name} differs: the run was trained with ${expected}, got ${got}`);
}
