import path from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../../lib/kernels/load-kernels";
import { kernelMemory } from "./memory";

type Apply = (list: number, vectors: number) => void;
const module = compile(path.join(__dirname, "assembly", "functions.ts"));
const { kernels, place } = await kernelMemory<Record<string, Apply>>(module);

/** The distance from one float32 to the next around x. */
function ulp(x: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(x))));
  return 2 ** (exponent - 23);
}

const COUNT = 100_000;
const range = (lower: number, upper: number) =>
  Float32Array.from({ length: COUNT }, (_, i) => lower + ((upper - lower) * i) / (COUNT - 1));
const logarithmic = (lower: number, upper: number) =>
  Float32Array.from({ length: COUNT }, (_, i) => lower * (upper / lower) ** (i / (COUNT - 1)));

const exactSoftplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const exactSigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe("vector functions against float64, largest error in units of the last place", () => {
  it.each([
    { name: "applyExp", exact: Math.exp, inputs: range(-87, 88), bound: 2 },
    { name: "applyLog", exact: Math.log, inputs: logarithmic(1e-37, 1e37), bound: 2 },
    { name: "applyLog", exact: Math.log, inputs: range(0.5, 2), bound: 2 },
    { name: "applyTanh", exact: Math.tanh, inputs: range(-12, 12), bound: 6 },
    { name: "applyTanh", exact: Math.tanh, inputs: logarithmic(1e-20, 1), bound: 6 },
    { name: "applySoftplus", exact: exactSoftplus, inputs: range(-80, 80), bound: 4 },
    { name: "applySigmoid", exact: exactSigmoid, inputs: range(-80, 80), bound: 4 },
  ])("$name", ({ name, exact, inputs, bound }) => {
    const { address, list } = place(inputs);
    kernels[name](address, COUNT / 4);
    let worst = 0;
    for (let i = 0; i < COUNT; i++) {
      const expected = exact(inputs[i]);
      if (expected !== 0) worst = Math.max(worst, Math.abs(list[i] - expected) / ulp(expected));
    }
    expect(worst).toBeLessThan(bound);
  });

  it("stays finite at the ends of float32", () => {
    const ends = [-3e38, -1e4, -100, 100, 1e4, 3e38, 0, -0];
    for (const name of ["applyExp", "applyTanh", "applySoftplus", "applySigmoid"]) {
      const { address, list } = place(ends);
      kernels[name](address, ends.length / 4);
      expect([...list].every(Number.isFinite), `${name}: ${list}`).toBe(true);
    }
  });
});
