/** A grey picture: its pixels row by row, 0 black and 1 white. */
export interface GreyImage {
  readonly size: readonly [rows: number, columns: number];
  readonly pixels: Float64Array;
}

/** A picture at another size: each pixel is the mean grey of the area that it covers. */
export function resized(image: GreyImage, [rows, columns]: GreyImage["size"]): GreyImage {
  const [height, width] = image.size;
  const down = shares(height, rows);
  const across = shares(width, columns);
  const pixels = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++)
      for (const [i, a] of down[row])
        for (const [j, b] of across[column]) pixels[at] += a * b * image.pixels[i * width + j];
  return { size: [rows, columns], pixels };
}

/** Which of `from` equal pieces of a line each of `to` equal pieces covers, and the share of it that each of them is. */
function shares(from: number, to: number): [piece: number, share: number][][] {
  return Array.from({ length: to }, (_, k) => {
    const [start, end] = [(k * from) / to, ((k + 1) * from) / to];
    const covered: [number, number][] = [];
    for (let i = Math.floor(start); i < end; i++)
      covered.push([i, ((Math.min(i + 1, end) - Math.max(i, start)) * to) / from]);
    return covered;
  });
}
