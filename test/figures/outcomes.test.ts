import { expect, it } from "vitest";
import { figures } from "../../lib";

const rows = [
  { data: "first", model: "A", gap: 1 },
  { data: "first", model: "A", gap: 3 },
  { data: "second", model: "B", gap: 5 },
];

it("outcomes groups rows by two properties and draws the medians", () => {
  const { data, layout } = figures.outcomes(rows, { x: "data", y: "gap", color: "model" });
  const medians = (data as { name: string; y: number[] }[])
    .filter((_, i) => i % 2 === 1)
    .map(({ name, y }) => [name, y]);
  expect(medians).toEqual([
    ["A", [2]],
    ["B", [5]],
  ]);
  expect(layout.xaxis).toMatchObject({ ticktext: ["first", "second"] });
});

it("outcomes names the row that lacks its number", () => {
  expect(() => figures.outcomes([{ data: "first" }], { x: "data", y: "gap" })).toThrow("row 0");
});
