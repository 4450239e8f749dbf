/** Checks of arguments: each error names the argument, what was expected and what was given. */

function got(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Array.isArray(value) ? `[${value}]` : String(value);
}

/** Throws a RangeError unless `value` is an integer from `least` to `most`. */
export function checkInteger(name: string, value: number, least = 1, most = Infinity): void {
  if (!(Number.isSafeInteger(value) && value >= least && value <= most))
    throw new RangeError(`${name}: expected an integer ${between(least, most)}, got ${got(value)}`);
}

/** Throws a TypeError unless `values` is an array, and a RangeError unless it holds integers from `least` to `most`. */
export function checkIntegers(name: string, values: readonly number[], least = 1, most = Infinity): void {
  if (!Array.isArray(values))
    throw new TypeError(`${name}: expected an array of integers ${between(least, most)}, got ${got(values)}`);
  for (const [i, value] of values.entries()) checkInteger(`${name}[${i}]`, value, least, most);
}

const between = (least: number, most: number) =>
  most === Infinity ? `≥ ${least}` : `from ${least} to ${most}`;

/** Throws a RangeError unless `value` is a finite number > 0. */
export function checkPositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0))
    throw new RangeError(`${name}: expected a finite number > 0, got ${got(value)}`);
}

/** Throws a RangeError unless `value` is a finite number ≥ 0. */
export function checkNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0))
    throw new RangeError(`${name}: expected a finite number ≥ 0, got ${got(value)}`);
}

/** The values that numbers may take. */
export interface Range {
  readonly least: number;
  readonly most: number;
  /** Their name in an error. */
  readonly expected: string;
}

export const FINITE: Range = {
  least: -Number.MAX_VALUE,
  most: Number.MAX_VALUE,
  expected: "finite numbers",
};
const POSITIVE: Range = { ...FINITE, least: Number.MIN_VALUE, expected: "finite numbers > 0" };

/** Throws a RangeError unless all `values` are finite; with their `shape`, it names the place. */
export function checkFinite(name: string, values: ArrayLike<number>, shape?: readonly number[]): void {
  checkRange(name, values, FINITE, shape);
}

/** Throws a RangeError unless all `values` are finite and > 0. */
export function checkAllPositive(name: string, values: ArrayLike<number>, shape?: readonly number[]): void {
  checkRange(name, values, POSITIVE, shape);
}

/** Throws a RangeError unless all `values` lie in a range; with their `shape`, it names the place. */
export function checkRange(
  name: string,
  values: ArrayLike<number>,
  { least, most, expected }: Range,
  shape: readonly number[] = [],
): void {
  for (let i = 0; i < values.length; i++)
    if (!(values[i] >= least && values[i] <= most))
      throw new RangeError(`${name}: expected ${expected}, got ${values[i]}${placeOf(i, shape)}`);
}

/** Where entry `at` of a row-major array is, in words. */
function placeOf(at: number, shape: readonly number[]): string {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1, rest = at; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  if (index.length === 2) return ` in row ${index[0]}, column ${index[1]}`;
  return index.length === 0 ? "" : ` at ${index.length === 1 ? `position ${at}` : `[${index.join(", ")}]`}`;
}

/** Throws a RangeError unless `value` is one of `choices`. */
export function checkChoice<T>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value))
    throw new RangeError(`${name}: expected one of ${choices.map(got).join(", ")}, got ${got(value)}`);
}

/** Throws a RangeError unless the array or distribution `name` has exactly this shape. */
export function checkShape(name: string, shape: readonly number[], expected: readonly number[]): void {
  if (shape.join() !== expected.join())
    throw new RangeError(`${name}: expected shape [${expected}], got [${shape}]`);
}

/**
 * Throws a TypeError listing the options that `where` does not have, with the likeliest of the `known` ones, whose names are
 * given with spaces between; pass it the rest of the destructured options.
 */
export function rejectUnknownOptions(where: string, rest: object, known: string): void {
  const unknown = Object.keys(rest);
  if (unknown.length === 0) return;
  const names = known.split(" ").filter((name) => !unknown.includes(name));
  const listed = unknown.map((name) => {
    const distances = names.map((one) => distance(name.toLowerCase(), one.toLowerCase()));
    const least = Math.min(...distances);
    const isLikely = least <= Math.max(1, name.length / 2);
    return got(name) + (isLikely ? ` (did you mean ${names[distances.indexOf(least)]}?)` : "");
  });
  throw new TypeError(`${where}: unknown option ${listed.join(", ")}; known are ${names.join(", ")}`);
}

/** The fewest letters to insert, leave out or replace that make `a` into `b` (Levenshtein); 1 if it is a part of it. */
function distance(a: string, b: string): number {
  if (b.includes(a)) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const above = row;
    row = [i + 1];
    for (let j = 0; j < b.length; j++)
      row.push(Math.min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] === b[j] ? 0 : 1)));
  }
  return row[b.length];
}
