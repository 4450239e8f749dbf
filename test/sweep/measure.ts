import type { Model } from "../../lib";

/** Measures for the tests: how many parameters a model has, and one that fails. */
export const parameters = (model: Model): number => model.parameters.length;
export const broken = (): never => {
  throw new Error("this measure is broken");
};
/** Ends the process, as running out of memory would. */
export const deadly = (): never => process.kill(process.pid, "SIGKILL") as never;
