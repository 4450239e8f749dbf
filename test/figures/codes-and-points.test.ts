import { expect, it } from "vitest";
import { figures, NDArray, Normal } from "../../lib";

it("codesAndPoints shows codes with the guess, and points with what it decodes to", () => {
  const codes = NDArray.from([[-1], [1]]);
  const shown = { codes, guess: new Normal([0], 1), data: [[0, 1]], decoded: [[2, 3]] };
  const traces = figures.codesAndPoints(shown).data as {
    name: string;
    xaxis: string;
    type: string;
    x: number[];
  }[];
  expect(traces.map(({ name, xaxis, type }) => [name, xaxis, type])).toEqual([
    ["codes of the data", "x", "bar"],
    ["your Gaussian", "x", "scatter"],
    ["data", "x2", "scatter"],
    ["your Gaussian, decoded", "x2", "scatter"],
  ]);
  expect(traces[3].x).toEqual([2]);
});
