/** `rows` copies of a list, one after the other. */
export function repeated(list: Float64Array, rows: number): Float64Array {
  const copies = new Float64Array(rows * list.length);
  for (let i = 0; i < rows; i++) copies.set(list, i * list.length);
  return copies;
}
