import type { PackedNumbers } from "../../lib/figures/numbers";

/** The numbers of Plotly's typed array. */
export function unpacked({ dtype, bdata }: PackedNumbers): number[] {
  const bytes = Uint8Array.from(Buffer.from(bdata, "base64"));
  return [...(dtype === "u1" ? bytes : new Float32Array(bytes.buffer))];
}
