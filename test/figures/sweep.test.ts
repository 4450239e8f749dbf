import { describe, expect, it } from "vitest";
import { figures } from "../../lib";

const run = (learningRate: number, hiddenSizes: number[], seed: number, elbo: number) => ({
  setting: { learningRate, hiddenSizes, seed },
  outcome: "trained",
  measures: { elbo },
});
const swept = {
  axes: ["learningRate", "hiddenSizes"],
  runs: [
    run(1e-2, [10], 1, -1),
    run(1e-2, [10], 2, -4),
    run(1e-2, [10], 3, -2),
    run(1e-3, [10], 1, -3),
    run(1e-2, [5, 5], 1, -5),
    { ...run(1e-3, [5, 5], 1, 0), outcome: "diverged", measures: {} },
    { ...run(1e-3, [5, 5], 2, 0), outcome: "diverged", measures: {} },
    { ...run(1e-3, [10], 2, 0), outcome: "failed", measures: {} },
  ],
};
const options = { x: "learningRate", y: "elbo" };
type Trace = { name: string; x: number[]; y: number[]; text: string[] };

describe("sweep", () => {
  it("draws every training as a point, and the medians as a line, for each colour", () => {
    const traces = figures.sweep(swept, { ...options, color: "hiddenSizes" }).data as Trace[];
    expect(traces.map(({ name }) => name)).toEqual([
      "hidden sizes 10",
      "hidden sizes 10",
      "hidden sizes 5, 5",
      "hidden sizes 5, 5",
    ]);
    const [points, medians, others, other] = traces;
    expect(points.y).toEqual([-1, -4, -2, -3]);
    expect(points.text).toEqual(["seed 1", "seed 2", "seed 3", "seed 1"]);
    // The rates stand at 0 and 1 in ascending order, the colours side by side.
    expect(points.x.map((x) => Math.abs(Math.round(x)))).toEqual([1, 1, 1, 0]);
    expect(medians.y).toEqual([-3, -2]);
    expect(medians.x.map((x) => Math.abs(Math.round(x)))).toEqual([0, 1]);
    expect(others.y).toEqual([-5]);
    expect(other.y).toEqual([-5]);
    expect(others.x[0]).toBeGreaterThan(points.x[0]);
  });

  it("names the ticks and axes, with units", () => {
    const { layout } = figures.sweep(swept, options);
    expect(layout).toMatchObject({
      xaxis: { title: { text: "learning rate" }, tickvals: [0, 1] },
      yaxis: { title: { text: "mean ELBO, nats" } },
    });
  });

  it("counts trainings without a result where they would be", () => {
    const { ticktext } = figures.sweep(swept, options).layout.xaxis as { ticktext: string[] };
    expect(ticktext).toEqual(["0.001<br>2 diverged<br>1 failed", "0.01"]);
  });

  it("can be drawn before there is anything to draw", () => {
    expect(figures.sweep({ ...swept, runs: [] }, { ...options, color: "hiddenSizes" }).data).toEqual([]);
  });

  it("refuses axes, measures and options that there are not", () => {
    expect(() => figures.sweep(swept, { ...options, x: "rate" })).toThrow(
      'x: expected one of "learningRate", "hiddenSizes", "seed", got "rate"',
    );
    expect(() => figures.sweep(swept, { ...options, color: "loss" })).toThrow("color: expected one of");
    expect(() => figures.sweep(swept, { ...options, y: "loss" })).toThrow(
      'y: expected one of "elbo", got "loss"',
    );
    expect(() => figures.sweep(swept, { ...options, size: 1 } as object as typeof options)).toThrow(
      'figure: unknown option "size"',
    );
  });
});
