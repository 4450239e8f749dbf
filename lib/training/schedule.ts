import { checkChoice, checkNonNegative, checkPositive, rejectUnknownOptions } from "../check";

/** A setting that changes step by step: it is `from` at the first step and `to` after `epochs` epochs and from then on. */
export interface Schedule {
  readonly from: number;
  readonly to: number;
  /** How long the change takes, in epochs from the training's first step; 0.5 is half an epoch. */
  readonly epochs: number;
  /** A straight line, or half a period of a cosine, which starts and ends slowly. */
  readonly shape: "linear" | "cosine";
}

/** The value of a setting after `epoch` epochs, which may be a fraction; a number is constant. */
export function valueAt(setting: number | Schedule, epoch: number): number {
  if (typeof setting === "number") return setting;
  const { from, to, epochs, shape } = setting;
  const progress = Math.min(1, epoch / epochs);
  return from + (to - from) * (shape === "linear" ? progress : (1 - Math.cos(Math.PI * progress)) / 2);
}

/** Throws unless `setting` is a number that passes `checkNumber`, or a schedule between finite numbers ≥ 0. */
export function checkSchedule(
  name: string,
  setting: number | Schedule,
  checkNumber: (name: string, value: number) => void,
): void {
  if (typeof setting !== "object" || setting === null) {
    checkNumber(name, setting);
    return;
  }
  const { from, to, epochs, shape, ...rest } = setting;
  rejectUnknownOptions(name, rest, "from to epochs shape");
  checkNonNegative(`${name}.from`, from);
  checkNonNegative(`${name}.to`, to);
  checkPositive(`${name}.epochs`, epochs);
  checkChoice(`${name}.shape`, shape, ["linear", "cosine"]);
}
