import type { Figure } from "../../figures/figure";
import type { SharedState } from "../kernel";

/** Shorter lists of numbers stay in the JSON. */
const LONG = 50;

/** Numbers as Plotly packs them, in its words, with bytes in place of base64. */
interface Numbers {
  readonly dtype: string;
  readonly bytes: Uint8Array;
  /** "rows,columns" of a table. */
  readonly shape?: string;
}

/**
 * A figure, as `plain` makes it, as a state whose parts can be sent one by one: the layout, each trace, and the bytes of each trace's numbers. A
 * trace refers to its numbers as `{ dtype, bytes: <the name of the part>, shape }`.
 */
export function figureState({ data, layout }: Figure): SharedState {
  const state: Record<string, unknown> = { layout, traces: data.length };
  for (const [i, trace] of data.entries()) {
    const withoutNumbers = (value: unknown, path: string): unknown => {
      const numbers = numbersOf(value);
      if (numbers) {
        state[path] = numbers.bytes;
        return { ...numbers, bytes: path };
      }
      if (typeof value !== "object" || value === null) return value;
      if (Array.isArray(value)) return value.map((one, j) => withoutNumbers(one, `${path}.${j}`));
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, withoutNumbers(one, `${path}.${key}`)]),
      );
    };
    state[`trace${i}`] = withoutNumbers(trace, `trace${i}`);
  }
  return state;
}

/** The parts of `state` that `before` does not have with the same content. */
export function changedParts(before: SharedState, state: SharedState): SharedState {
  return Object.fromEntries(Object.entries(state).filter(([name, part]) => !isSame(before[name], part)));
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  return JSON.stringify(a) === JSON.stringify(b);
}

function numbersOf(value: unknown): Numbers | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("bdata" in value) {
    const { dtype, bdata, shape } = value as { dtype: string; bdata: string; shape?: string };
    return { dtype, bytes: Uint8Array.from(atob(bdata), (character) => character.charCodeAt(0)), shape };
  }
  if (!Array.isArray(value)) return undefined;
  if (isLongRow(value)) return packed(Float64Array.from(value));
  const [first] = value;
  const isRow = (row: unknown) => Array.isArray(row) && row.length === first.length && isNumbers(row);
  if (!Array.isArray(first) || first.length * value.length <= LONG || !value.every(isRow)) return undefined;
  return packed(Float64Array.from((value as number[][]).flatMap((row) => [...row])), [
    value.length,
    first.length,
  ]);
}

function packed(values: Float64Array, shape: readonly number[] = []): Numbers {
  const bytes = new Uint8Array(values.buffer);
  return shape.length > 1 ? { dtype: "f8", bytes, shape: shape.join() } : { dtype: "f8", bytes };
}

const isNumbers = (list: readonly unknown[]) => list.every((one) => typeof one === "number");
const isLongRow = (list: readonly unknown[]): list is number[] => list.length > LONG && isNumbers(list);
