import { expect, it } from "vitest";
import { figures } from "../../lib";

interface Trace {
  readonly mode: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly text: readonly string[];
  readonly line: { readonly dash?: string };
}

it("networkDiagram computes the parameters of q and p, and draws z and x′ with them", () => {
  const data = figures.networkDiagram().data as Trace[];
  const names = data.find(({ text }) => text?.includes("z"))!;
  const nearest = (x: number, y: number) => {
    const distances = names.x.map((nodeX, i) => Math.hypot(nodeX! - x, names.y[i]! - y));
    return names.text[distances.indexOf(Math.min(...distances))].replace(/<sub>(.)<.*/, "$1");
  };
  const drawn = data
    .filter(({ mode }) => mode === "lines+markers")
    .map(({ x, y, line }) => {
      const starts = x.flatMap((value, i) => (value !== null && (i === 0 || x[i - 1] === null) ? [i] : []));
      return [line.dash, ...starts.map((i) => `${nearest(x[i]!, y[i]!)}→${nearest(x[i + 1]!, y[i + 1]!)}`)];
    });
  expect(drawn.slice(0, 2)).toEqual([
    [undefined, "x→μz", "x→σz", "z→μx", "z→σx"],
    ["dash", "μz→z", "σz→z", "μx→x′", "σx→x′"],
  ]);
  expect(drawn[2].at(-1)).toMatch(/→z$/);
});
