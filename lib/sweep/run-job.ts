import { createRequire } from "node:module";
import path from "node:path";
import { type Model, makeModel } from "../models/model";
import { DivergenceError } from "../training/divergence-error";
import * as training from "../training/fit";
import type { Run } from "../training/run";
import type { Job, MeasureSource } from "./job";
import { MEASURES, type Measure, type MeasureName } from "./measures";
import { fileHash, projectFolder } from "./project";
import { makeData, type RecipeData } from "./recipes";
import type { Result } from "./result";
import type { Results } from "./results";

/** Checkpoints of a training: what a crash can lose is one part in so many. */
const CHECKPOINTS = 10;

/**
 * Computes a job that has no result yet and keeps the result: trains, from its last checkpoint if there is one, and measures. A
 * divergence is a result too. Returns undefined if `signal` ended the training, which keeps a checkpoint.
 */
export async function runJob(job: Job, results: Results, signal?: AbortSignal): Promise<Result | undefined> {
  const found = results.find(job);
  if (found) return found;
  const data = job.data.kind === "points" ? { points: results.points(job.data) } : makeData(job.data);
  const start = performance.now();
  try {
    const { model, run } = results.findModel(job) ?? (await trainOn(job, data, results, signal));
    if (run.interrupted) return undefined;
    results.putModel(job, model, run);
    const { losses, seconds, engine } = run;
    const measures: Record<string, number> = {};
    for (const source of job.measures)
      measures[measureName(source)] = await measureOf(source)(model, data, { seed: job.fit.seed });
    results.put({ outcome: "trained", job, seconds, loss: losses[losses.length - 1], engine, measures });
  } catch (error) {
    // Another process may have finished the job meanwhile, and removed the checkpoint.
    const other = results.find(job);
    if (other) return other;
    if (!(error instanceof DivergenceError)) throw error;
    const seconds = (performance.now() - start) / 1000;
    results.put({ outcome: "diverged", job, seconds, step: error.step });
  }
  results.removeWorking(job);
  return results.find(job);
}

async function trainOn(
  job: Job,
  { points }: RecipeData,
  results: Results,
  signal: AbortSignal | undefined,
): Promise<{ model: Model; run: Run }> {
  const earlier = results.findWorking(job);
  const model = earlier?.model ?? makeModel(job.model);
  const run = await training.fit(model, points, {
    ...job.fit,
    resume: earlier?.run,
    signal,
    checkpoint: { path: results.workingFile(job), every: Math.ceil(job.fit.epochs / CHECKPOINTS) },
  });
  return { model, run };
}

const measureName = (source: MeasureSource) => (typeof source === "string" ? source : source.name);

function measureOf(source: MeasureSource): Measure {
  if (typeof source === "string") return MEASURES[source as MeasureName];
  const { name, module, hash } = source;
  const file = path.join(projectFolder, module);
  if (fileHash(file) !== hash)
    throw new Error(`${file}: differs from the file that the sweep was started with`);
  const measure = createRequire(__filename)(file)[name];
  if (typeof measure !== "function") throw new TypeError(`${file}: expected an exported function ${name}`);
  return measure;
}

/** A measure of the reader's own, "./file.ts#function", the path being one from the working folder. */
export function locateMeasure(measure: string): MeasureSource {
  const [file, name] = measure.split("#");
  const module = path.relative(projectFolder, path.resolve(file)).split(path.sep).join("/");
  if (module.startsWith("..") || path.isAbsolute(module))
    throw new RangeError(`measures: expected a file in the project's folder, got ${JSON.stringify(file)}`);
  return { name, module, hash: fileHash(path.join(projectFolder, module)) };
}
