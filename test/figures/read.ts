import type { PackedNumbers } from "../../lib/figures/numbers";

/** The numbers of Plotly's typed array. */
export function unpacked({ dtype, bdata }: PackedNumbers): number[] {
  const bytes = Uint8Array.from(Buffer.from(bdata, "base64"));
  return [...new { u1: Uint8Array, f4: Float32Array, f8: Float64Array }[dtype](bytes.buffer)];
}
