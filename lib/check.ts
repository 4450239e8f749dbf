/** Checks of arguments: each error names the argument, what was expected and what was given. */

function got(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Array.isArray(value) ? `[${value}]` : String(value);
}

/** Throws a RangeError unless `value` is an integer ≥ `minimum`. */
export function checkInteger(name: string, value: number, minimum = 1): void {
  if (!Number.isSafeInteger(value) || value < minimum)
    throw new RangeError(`${name}: expected an integer ≥ ${minimum}, got ${got(value)}`);
}

/** Throws a TypeError unless `values` is an array, and a RangeError unless it holds integers ≥ `minimum`. */
export function checkIntegers(name: string, values: readonly number[], minimum = 1): void {
  if (!Array.isArray(values))
    throw new TypeError(`${name}: expected an array of integers ≥ ${minimum}, got ${got(values)}`);
  values.forEach((value, i) => {
    checkInteger(`${name}[${i}]`, value, minimum);
  });
}

/** Throws a RangeError unless `value` is the position of one of `count` things, counted from 0. */
export function checkIndex(name: string, value: number, count: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= count)
    throw new RangeError(`${name}: expected an integer from 0 to ${count - 1}, got ${got(value)}`);
}

/** Throws a RangeError unless `value` is a finite number > 0. */
export function checkPositive(name: string, value: number): void {
  if (!isPositive(value)) throw new RangeError(`${name}: expected a finite number > 0, got ${got(value)}`);
}

/** Throws a RangeError unless `value` is a finite number ≥ 0. */
export function checkNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0))
    throw new RangeError(`${name}: expected a finite number ≥ 0, got ${got(value)}`);
}

const isPositive = (value: number) => value > 0 && value < Number.POSITIVE_INFINITY;

/** Throws a RangeError unless all `values` are finite. */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  checkRange(name, values, -Number.MAX_VALUE, "finite numbers");
}

/** Throws a RangeError unless all `values` are finite and > 0. */
export function checkAllPositive(name: string, values: ArrayLike<number>): void {
  checkRange(name, values, Number.MIN_VALUE, "finite numbers > 0");
}

function checkRange(name: string, values: ArrayLike<number>, least: number, expected: string): void {
  for (let i = 0; i < values.length; i++)
    if (!(values[i] >= least && values[i] <= Number.MAX_VALUE))
      throw new RangeError(`${name}: expected ${expected}, got ${values[i]}`);
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

/** Throws a TypeError listing the options that `where` does not have; pass it the rest of the destructured options. */
export function rejectUnknownOptions(where: string, rest: object): void {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new TypeError(`${where}: unknown option ${unknown.map(got).join(", ")}`);
}
