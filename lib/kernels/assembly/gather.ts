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
  let i = 0;
  if (dimensions >= 4)
    for (; i + 3 < count; i += 4, indices += 16) {
      let a = place(points, indices, dimensions),
        b = place(points, indices + 4, dimensions),
        c = place(points, indices + 8, dimensions),
        d = place(points, indices + 12, dimensions);
      let to = panel + ((<usize>i) << 2);
      let left = dimensions;
      for (; left >= 4; left -= 4, a += 16, b += 16, c += 16, d += 16, to += 4 * row) {
        const a4 = v128.load(a),
          b4 = v128.load(b),
          c4 = v128.load(c),
          d4 = v128.load(d);
        const ab = v128.shuffle<f32>(a4, b4, 0, 4, 1, 5),
          cd = v128.shuffle<f32>(c4, d4, 0, 4, 1, 5);
        const abLast = v128.shuffle<f32>(a4, b4, 2, 6, 3, 7),
          cdLast = v128.shuffle<f32>(c4, d4, 2, 6, 3, 7);
        v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
        v128.store(to + row, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
        v128.store(to + 2 * row, v128.shuffle<f32>(abLast, cdLast, 0, 1, 4, 5));
        v128.store(to + 3 * row, v128.shuffle<f32>(abLast, cdLast, 2, 3, 6, 7));
      }
      for (; left > 0; left--, a += 4, b += 4, c += 4, d += 4, to += row) {
        store<f32>(to, load<f32>(a));
        store<f32>(to, load<f32>(b), 4);
        store<f32>(to, load<f32>(c), 8);
        store<f32>(to, load<f32>(d), 12);
      }
    }
  for (; i < count; i++, indices += 4) {
    let from = place(points, indices, dimensions);
    let to = panel + ((<usize>i) << 2);
    for (let d = 0; d < dimensions; d++, from += 4, to += row) store<f32>(to, load<f32>(from));
  }
}

/** The address of the row whose index is at `indices`. */
function place(points: usize, indices: usize, dimensions: i32): usize {
  return points + ((<usize>load<u32>(indices) * dimensions) << 2);
}
