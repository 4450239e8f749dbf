/** More numbers than this are not printed: of each longer axis only the first and the last. */
const MOST = 100;
const ENDS = 3;
const DIGITS = 6;

/** The numbers of a row-major array as NumPy prints them, each row on a line of its own or all on one. */
export function printArray(data: Float64Array, shape: readonly number[], onOneLine: boolean): string {
  const part = (axis: number, start: number, write: (value: number) => string): string => {
    if (axis === shape.length) return write(data[start]);
    const size = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    const count = shape[axis];
    const entries = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => part(axis + 1, start + (from + i) * size, write));
    const isCut = data.length > MOST && count > 2 * ENDS;
    const all = isCut ? [...entries(0, ENDS), "...", ...entries(count - ENDS, count)] : entries(0, count);
    return `[${all.join(onOneLine || axis === shape.length - 1 ? " " : `\n${" ".repeat(axis + 1)}`)}]`;
  };
  const shown: string[] = [];
  part(0, 0, (value) => `${shown.push(String(Number(value.toPrecision(DIGITS))))}`);
  const hasPowers = shown.some((text) => text.includes("e"));
  const places = Math.max(...shown.map((text) => text.split(".")[1]?.length ?? 0));
  const texts = shown.map((text) => (hasPowers ? text : Number(text).toFixed(places)));
  const width = Math.max(...texts.map((text) => text.length));
  return part(0, 0, () => texts.shift()!.padStart(width));
}
