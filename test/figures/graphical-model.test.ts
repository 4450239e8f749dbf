import { expect, it } from "vitest";
import { figures } from "../../lib";

interface Trace {
  readonly mode: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly text: readonly string[];
  readonly line: { readonly dash?: string };
}

it("graphicalModel has solid arrows from θ and z to x, and dashed ones from φ and x to z", () => {
  const data = figures.graphicalModel().data as Trace[];
  const names = data.find(({ text }) => text?.includes("<i>z</i>"))!;
  const nearest = (x: number, y: number) => {
    const distances = names.x.map((nodeX, i) => Math.hypot(nodeX! - x, names.y[i]! - y));
    return names.text[distances.indexOf(Math.min(...distances))].replace(/<.*?>/g, "");
  };
  const arrows = data
    .filter(({ mode }) => mode === "lines+markers")
    .map(({ x, y, line }) => {
      const ends = x.flatMap((value, i) => (value === null ? [i - 1] : []));
      const starts = [0, ...ends.slice(0, -1).map((end) => end + 2)];
      const node = (i: number) => nearest(x[i]!, y[i]!);
      return [line.dash, ...starts.map((start, k) => `${node(start)}→${node(ends[k])}`).sort()];
    });
  expect(arrows).toEqual([
    [undefined, "z→x", "θ→x"],
    ["dash", "x→z", "φ→z"],
  ]);
});
