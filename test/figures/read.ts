import type { Figure, PackedNumbers } from "../../lib/figures/figure";

/** The numbers of Plotly's typed array. */
export function unpacked({ dtype, bdata }: PackedNumbers): number[] {
  const bytes = Uint8Array.from(Buffer.from(bdata, "base64"));
  return [...(dtype === "u1" ? bytes : new Float32Array(bytes.buffer))];
}

/**
 * A figure as text, for snapshots: one line for each trace, property of the layout and frame, without the template that
 * all figures share. Numbers are unpacked and rounded; lists of more than twelve values are only counted.
 */
export function described({ data, layout, frames = [] }: Figure): string {
  const line = (name: string, content: unknown) =>
    `${name}: ${JSON.stringify(content, (_, value) => {
      if (typeof value === "number") return Number(value.toPrecision(6));
      const list = value?.bdata ? unpacked(value) : value;
      return Array.isArray(list) && list.length > 12 ? `${list.length} values` : list;
    })}`;
  const { template: _, ...own } = layout;
  return [
    ...data.map((trace) => line("trace", trace)),
    ...Object.entries(own).map(([name, content]) => line(name, content)),
    ...frames.map((frame) => line("frame", frame)),
  ].join("\n");
}
