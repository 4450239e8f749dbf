import { canonicalJson } from "../canonical-json";
import { sha256 } from "../hash";
import type { ModelDescription } from "../models/model";
import type { SettingsOptions } from "../training/settings";
import type { DataRecipe } from "./recipes";

/** One training with its measures, as plain data that any process or machine can compute with the same result. */
export interface Job {
  /** The hash of the library that is to compute it. */
  readonly library: string;
  readonly data: DataRecipe | StoredPoints;
  readonly model: ModelDescription;
  readonly fit: SettingsOptions & { readonly epochs: number };
  readonly measures: readonly MeasureSource[];
}

/** Points that are a file in the folder of results, named by their hash. */
export interface StoredPoints {
  readonly kind: "points";
  readonly hash: string;
}

/** The name of one of the library's measures, or a function that a module of the project exports. */
export type MeasureSource =
  | string
  | {
      readonly name: string;
      /** The path from the project's folder. */
      readonly module: string;
      /** The SHA-256 of the file. */
      readonly hash: string;
    };

/** The name of a job's result: a hash of all that it depends on. */
export const jobId = (job: Job): string => hashOf(job);

/** The name of a job's trained model, which jobs that differ only in their measures share. */
export const modelId = ({ measures: _, ...training }: Job): string => hashOf(training);

const hashOf = (value: unknown) => `s${sha256(new TextEncoder().encode(canonicalJson(value))).slice(0, 32)}`;
