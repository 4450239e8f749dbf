import { canonicalJson } from "../canonical-json";
import { sha256 } from "../hash";
import type { Job } from "./job";

/** What came out of a job, as plain data. */
export type Result = {
  readonly job: Job;
  /** Time spent in training. */
  readonly seconds: number;
} & (
  | {
      readonly outcome: "trained";
      /** The training's mean loss in its last epoch. */
      readonly loss: number;
      readonly engine: string;
      readonly measures: Readonly<Record<string, number>>;
    }
  /** `step` is the one whose loss was not a finite number. */
  | { readonly outcome: "diverged"; readonly step: number }
);

/** What a sweep and its readers show of a result. */
export function outcomeOf(result: Result) {
  const { outcome, seconds } = result;
  if (outcome === "trained") return { outcome, measures: { loss: result.loss, ...result.measures }, seconds };
  return { outcome, measures: {}, reason: `the loss of step ${result.step} is not finite`, seconds };
}

/** JSON has no numbers that are not finite. */
const asText = (_: string, value: unknown) =>
  typeof value === "number" && !Number.isFinite(value) ? { notFinite: String(value) } : value;
const asNumber = (_: string, value: unknown) =>
  value && typeof value === "object" && "notFinite" in value ? Number(value.notFinite) : value;

const checksum = (text: string) => sha256(new TextEncoder().encode(text));

/** The content of a result's file: JSON with a checksum of the rest. */
export function encodeResult(result: Result): Uint8Array {
  const json = JSON.parse(JSON.stringify(result, asText));
  return new TextEncoder().encode(
    `${JSON.stringify({ checksum: checksum(canonicalJson(json)), ...json })}\n`,
  );
}

/** Reads what `encodeResult` wrote. Throws an Error that starts with `name` if the bytes are not that. */
export function decodeResult(bytes: Uint8Array, name: string): Result {
  try {
    const text = new TextDecoder().decode(bytes);
    const { checksum: expected, ...json } = JSON.parse(text);
    if (checksum(canonicalJson(json)) === expected) return JSON.parse(JSON.stringify(json), asNumber);
  } catch {}
  throw new Error(`${name}: is damaged, or not a result`);
}
