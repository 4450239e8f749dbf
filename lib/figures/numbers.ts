/** Numbers as Plotly's typed array in base64. */
export interface PackedNumbers {
  readonly dtype: "f8" | "f4" | "u1";
  readonly bdata: string;
  /** The lengths of its axes if there are several, with commas. */
  readonly shape?: string;
}

/** Numbers as a figure keeps them: a few readably, and many packed. */
export const written = (values: ArrayLike<number>) => (values.length > 50 ? packed(values) : rounded(values));

/** Packs numbers into a quarter of the space that JSON's digits take; bytes stay bytes. */
export function packed(values: ArrayLike<number>): PackedNumbers {
  const numbers = values instanceof Uint8Array ? values : Float32Array.from(values);
  return { dtype: numbers === values ? "u1" : "f4", bdata: base64(numbers) };
}

/** The bytes of numbers in base64. */
export function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Rounds a few numbers to four significant digits, with null for each that is not finite. */
export function rounded(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null));
}

/** The least and the largest of some numbers. */
export function extent(values: ArrayLike<number>): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
  }
  return [least, most];
}

/** `step` rounded up to 1, 2, 5 or 10 times a power of ten, so that levels and ticks are round numbers. */
export function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * [1, 2, 5, 10].find((digit) => digit * power >= step * (1 - 1e-9))!;
}
