/** The largest of the values, as fast as a loop; −∞ for an empty list. */
export function maximum(values: ArrayLike<number>): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i] > max) max = values[i];
  return max;
}
