import path from "node:path";
import {
  checkReplaceable,
  fileExists,
  readFile,
  removeAbandonedIn,
  removeFile,
  replaceFile,
} from "../files/disk";
import { previousOf } from "../files/previous";
import { readSavedFile, writeSavedFile } from "../files/saved-file";
import type { Model } from "../models/model";
import { NDArray } from "../ndarray";
import { loadCheckpoint, saveCheckpoint } from "../training/checkpoint";
import { describeData, type Run } from "../training/run";
import { type Job, jobId, modelId, type StoredPoints } from "./job";
import { decodeResult, encodeResult, type Result } from "./result";

/**
 * A folder of results that any number of processes and machines may share. A result is `<id>.json`, its model `<model id>.safetensors`;
 * both are written beside their place and then linked, so that they are complete and the first one stays.
 */
export class Results {
  readonly folder: string;

  /** `onDamage` hears of each damaged file that is removed, to be computed again. */
  constructor(
    folder: string,
    private readonly onDamage: (message: string) => void = console.warn,
  ) {
    this.folder = path.resolve(folder);
  }

  /** Prepares the folder, and removes what killed processes left. Throws an Error unless files can be written there. */
  prepare(): void {
    checkReplaceable("folder", this.file("writable", "txt"));
    removeAbandonedIn(this.folder);
  }

  modelFile(job: Job): string {
    return this.file(modelId(job), "safetensors");
  }

  /** Where a training that has not ended is kept. */
  workingFile(job: Job): string {
    return path.join(this.folder, "working", `${modelId(job)}.safetensors`);
  }

  /** Whether there is a result, damaged or not. */
  has(id: string): boolean {
    return fileExists(this.file(id, "json"));
  }

  /** The result of a job, if there is an undamaged one. */
  find(job: Job): Result | undefined {
    const file = this.file(jobId(job), "json");
    const result = this.undamaged(file, () => decodeResult(readFile(file), file));
    if (result?.outcome !== "trained") return result;
    const model = this.modelFile(job);
    return this.undamaged(model, () => readSavedFile(model)) && result;
  }

  /** Keeps a result unless there is one. */
  put(result: Result): void {
    const id = jobId(result.job);
    replaceFile(this.file(id, "json"), encodeResult(result), { once: true });
    removeFile(this.file(id, "failed.json"));
  }

  /** The trained model of a job and its run, if there is an undamaged file. */
  findModel(job: Job): { model: Model; run: Run } | undefined {
    return this.checkpoint(this.modelFile(job));
  }

  /** Keeps a trained model unless there is one. */
  putModel(job: Job, model: Model, run: Run): void {
    saveCheckpoint(this.modelFile(job), model, run, { once: true });
  }

  /** The last checkpoint of a training that has not ended. */
  findWorking(job: Job): { model: Model; run: Run } | undefined {
    const file = this.workingFile(job);
    return this.checkpoint(file) ?? this.checkpoint(previousOf(file));
  }

  removeWorking(job: Job): void {
    const file = this.workingFile(job);
    removeFile(file);
    removeFile(previousOf(file));
  }

  /** Keeps why a job was given up, until it has a result. */
  putFailure(failure: { readonly job: Job; readonly error: string }): void {
    const bytes = new TextEncoder().encode(`${JSON.stringify(failure)}\n`);
    replaceFile(this.file(jobId(failure.job), "failed.json"), bytes);
  }

  store(points: NDArray): StoredPoints {
    const { hash } = describeData(points);
    const file = this.file(hash, "points.safetensors");
    if (!this.undamaged(file, () => readSavedFile(file))) {
      const tensors = new Map([["points", { shape: points.shape, data: Float64Array.from(points.data) }]]);
      writeSavedFile(file, tensors, { points: hash }, { once: true });
    }
    return { kind: "points", hash };
  }

  points({ hash }: StoredPoints): NDArray {
    const { tensors } = readSavedFile(this.file(hash, "points.safetensors"));
    const { data, shape } = tensors.get("points")!;
    return new NDArray(data as Float64Array, shape);
  }

  private file(name: string, extension: string): string {
    return path.join(this.folder, `${name}.${extension}`);
  }

  private checkpoint(file: string): { model: Model; run: Run } | undefined {
    return this.undamaged(file, () => loadCheckpoint(file));
  }

  /** What `read` reads, if the file exists; removes a damaged one. */
  private undamaged<Content>(file: string, read: () => Content): Content | undefined {
    if (!fileExists(file)) return undefined;
    try {
      return read();
    } catch (error) {
      // Another process may have removed it since.
      if (!fileExists(file)) return undefined;
      removeFile(file);
      this.onDamage(`${(error as Error).message}; it is computed again`);
      return undefined;
    }
  }
}
