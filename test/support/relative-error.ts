/** Largest difference between two lists, relative to the largest expected entry. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [largest, difference] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]));
    difference = Math.max(difference, Number.isNaN(got[i]) ? Infinity : Math.abs(got[i] - expected[i]));
  }
  return difference / largest;
}
