/**
 * Copies `count` rows of `dimensions` numbers, the ones that `indices` names, side by side into a panel of one row per
 * dimension and `vectors` vectors a row; what is left of the panel becomes 0.
 */
export function gather(
  points: usize,
  indices: usize,
  panel: usize,
  count: i32,
  dimensions: i32,
  vectors: i32,
): void {
  const row: usize = (<usize>vectors) << 4;
  if ((<usize>count) << 2 < row) memory.fill(panel, 0, row * dimensions);
  for (let i = 0; i < count; i++) {
    let from = points + ((<usize>load<u32>(indices + ((<usize>i) << 2)) * dimensions) << 2);
    let to = panel + ((<usize>i) << 2);
    for (let d = 0; d < dimensions; d++, from += 4, to += row) store<f32>(to, load<f32>(from));
  }
}
