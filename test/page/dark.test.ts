import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { figures } from "../../lib";
import type { Figure } from "../../lib/figures/figure";
import { COLORS, GRID, INK, MUTED, QUIET, seriesColor, ZERO_LINE } from "../../lib/figures/palette";
import { contrast, darkColor, darkFigure, PAPER } from "../../page/dark";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { figureOutputs, readNotebook } from "../notebooks/run";

const WHITE = [255, 255, 255];
const style = readFileSync(join(projectRoot, "scripts", "html", "style.css"), "utf8");
const rgb = (color: string) => {
  const hex = color.length < 6 ? color.replace(/[\da-f]/gi, "$&$&") : color;
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
};
/** The two values of a variable of style.css. */
const variable = (name: string) => {
  const [, ...values] =
    new RegExp(`--${name}: light-dark\\((#[\\da-f]+), (#[\\da-f]+)\\);`).exec(style) ?? [];
  expect(values, name).toHaveLength(2);
  return values.map(rgb);
};
const series = Array.from({ length: 6 }, (_, i) => seriesColor(i));
const marks = [...Object.values(COLORS), ...series, INK];

it("computes the contrasts that WCAG's examples have", () => {
  // The lightest greys that pass for AA and for AAA on white are #767676 and #595959.
  const onWhite = (color: string) => contrast(rgb(color), WHITE);
  expect(onWhite("#000")).toBe(21);
  expect([onWhite("#767676") > 4.5, onWhite("#777777") > 4.5]).toEqual([true, false]);
  expect([onWhite("#595959") > 7, onWhite("#5a5a5a") > 7]).toEqual([true, false]);
  expect(onWhite("#f00")).toBeCloseTo(3.998, 3);
  expect(contrast(WHITE, rgb("#00f"))).toBeCloseTo(8.592, 3);
});

describe("contrast (WCAG AA)", () => {
  // Not measured: grids, lines through zero, frames and fills of controls, and points that are faint since there are many.
  it.each(marks)("of the mark %s is 3 on white and on a dark page's paper", (color) => {
    expect(contrast(rgb(color), WHITE)).toBeGreaterThanOrEqual(3);
    expect(contrast(rgb(darkColor(color)), PAPER)).toBeGreaterThanOrEqual(3);
  });

  it.each([INK, QUIET])("of the text %s in figures is 4.5", (color) => {
    expect(contrast(rgb(color), WHITE)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(darkColor(color)), PAPER)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ...["ink", "quiet", "active", "bad"].map((text) => [text, "paper"]),
    ...["code-ink", "keyword", "type", "string", "number", "comment"].map((text) => [text, "code"]),
    ["ink", "note"],
  ])("of a page's %s on its %s is 4.5 in both themes", (text, paper) => {
    const [on, under] = [variable(text), variable(paper)];
    for (const k of [0, 1]) expect(contrast(on[k], under[k])).toBeGreaterThanOrEqual(4.5);
  });

  it("of all marks and texts in the saved figures is 3 in the dark", () => {
    const notebooks = join(projectRoot, "notebooks");
    const faint = [GRID, ZERO_LINE, MUTED, "white"];
    const colors = readdirSync(notebooks)
      .filter((name) => name.endsWith(".ipynb"))
      .flatMap((name) => figureOutputs(readNotebook(join(notebooks, name))))
      .flatMap(({ data }) => (data!["application/vnd.plotly.v1+json"] as Figure).data)
      .flatMap((trace) => JSON.stringify(trace).match(/(?<="(color|fillcolor)":\[?")[^"]+/g) ?? [])
      .filter((color) => color.length < 9 && !faint.includes(color));
    expect(new Set(colors).size).toBeGreaterThan(10);
    for (const color of new Set(colors))
      expect(contrast(rgb(darkColor(color)), PAPER), color).toBeGreaterThanOrEqual(3);
  });
});

describe("darkColor", () => {
  it("has a dark page's paper for white, and swaps greys", () => {
    expect(variable("paper")[1]).toEqual(PAPER);
    expect(rgb(darkColor("white"))).toEqual(PAPER);
    expect(["#fff", "black", "#888"].map(darkColor)).toEqual(["#1b1b1b", "#ffffff", "#858585"]);
  });

  it("keeps a colour's hue, its opacity, and what can be seen", () => {
    const hue = (color: string) => {
      const [r, g, b] = rgb(color);
      return (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI;
    };
    for (const color of marks.filter((one) => !["#888888", INK].includes(one)))
      expect(Math.abs(hue(darkColor(color)) - hue(color)), color).toBeLessThan(2);
    expect(darkColor(COLORS.exact)).toBe(COLORS.exact.toLowerCase());
    expect(darkColor("#00998833")).toBe("#00998833");
    expect(darkColor("rgba(0, 153, 136, 0.2)")).toBe("#00998833");
    expect(["steelblue", "var(--ink)"].map(darkColor)).toEqual(["steelblue", "var(--ink)"]);
  });

  it("leaves apart what is apart in the light", () => {
    const away = (a: string, b: string) => Math.hypot(...rgb(a).map((channel, i) => channel - rgb(b)[i]));
    const pairs = marks.flatMap((a, i) => marks.slice(i + 1).map((b) => [a, b]));
    for (const [a, b] of pairs) expect(away(darkColor(a), darkColor(b)), `${a} ${b}`).toBeGreaterThan(40);
  });
});

describe("darkFigure", () => {
  const map = { type: "heatmap", z: [[0, 1]], colorscale: [[0, "#FFFFFF"]] };
  const mark = { x: [0], y: [0], line: { color: INK } };
  const caption = "white lies";

  it("leaves pictures and maps, and the marks on them, as they are", () => {
    const marks = { map, point: mark };
    const panels = { map: { marks }, none: { marks: { point: { ...mark, y: [2] } } } };
    const given = figures.figure({ panels, caption });
    const { data } = darkFigure(given);
    expect(data[0]).toEqual(given.data[0]);
    expect(data.slice(1).map((trace) => (trace as typeof mark).line.color)).toEqual([INK, darkColor(INK)]);
  });

  it("darkens layout, texts and frames, and changes no list and nothing that it was given", () => {
    const slider = { bgcolor: MUTED, steps: [{ label: "white" }] };
    const layout = {
      ...figures.figure({ marks: { mark }, title: "white", caption }).layout,
      sliders: [slider],
    };
    const faint = { ...mark, marker: { opacity: 0.25 } };
    const given = { data: [faint], layout, frames: [{ name: "white", traces: [0], data: [mark] }] };
    const before = structuredClone(given);
    const dark = darkFigure(given) as typeof given;
    expect(given).toEqual(before);
    expect((dark.data[0] as typeof faint).marker.opacity).toBe(0.5);
    expect(dark.layout).toMatchObject({
      template: { layout: { paper_bgcolor: "#1b1b1b", font: { color: darkColor(INK) } } },
      title: { text: `white<br><span style="font-size:12.5px;color:${darkColor(QUIET)}">${caption}</span>` },
      sliders: [{ bgcolor: darkColor(MUTED), steps: [{ label: "white" }] }],
    });
    expect(dark.frames).toMatchObject([{ name: "white", data: [{ line: { color: darkColor(INK) } }] }]);
    expect(dark.data[0].x).toBe(mark.x);
  });

  it("darkens a figure that leaves its colours to Plotly", () => {
    expect(darkFigure({ data: [], layout: {} }).layout).toMatchObject({
      template: { layout: { paper_bgcolor: "#1b1b1b", plot_bgcolor: "#1b1b1b" } },
    });
  });
});
