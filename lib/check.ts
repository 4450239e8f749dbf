/** Checks of arguments: each error names the argument, what was expected and what was got. */

function got(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Throws a RangeError unless `value` is a whole number ≥ `minimum`. */
export function checkInteger(name: string, value: number, minimum = 1): void {
  if (!Number.isSafeInteger(value) || value < minimum)
    throw new RangeError(`${name}: expected a whole number ≥ ${minimum}, got ${got(value)}`);
}

/** Throws a RangeError unless `value` is a finite number > 0. */
export function checkPositive(name: string, value: number): void {
  if (!(typeof value === "number" && Number.isFinite(value) && value > 0))
    throw new RangeError(`${name}: expected a finite number > 0, got ${got(value)}`);
}

/** Throws a RangeError unless `value` is a finite number ≥ 0. */
export function checkNonNegative(name: string, value: number): void {
  if (!(typeof value === "number" && Number.isFinite(value) && value >= 0))
    throw new RangeError(`${name}: expected a finite number ≥ 0, got ${got(value)}`);
}

/** Throws a RangeError unless `value` is one of `choices`. */
export function checkChoice<T>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value))
    throw new RangeError(`${name}: expected one of ${choices.map(got).join(", ")}, got ${got(value)}`);
}

/** Throws a TypeError that lists the options that `where` does not have; call it with the rest of a destructuring. */
export function rejectUnknownOptions(where: string, rest: object): void {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw new TypeError(`${where}: unknown option ${unknown.map(got).join(", ")}`);
}
