import vm from "node:vm";
import { NDArray, VariationalAutoencoder } from "../../lib";
import { evaluate } from "../../lib/evaluation/evaluate";

/** Evaluates until Node's watch for SIGINT stops it, as in a notebook's cell, and prints whether the next evaluation is right. */
const model = new VariationalAutoencoder({ inputSize: 200, hiddenSizes: [100], latentSize: 2, seed: 1 });
const x = new NDArray(
  Float64Array.from({ length: 200 * 20_000 }, (_, i) => Math.sin(i)),
  [20_000, 200],
);
const run = (latentSamples: number) =>
  evaluate(model, x, { latentSamples, seed: 1, threads: 2 }).logLikelihood.data;
const expected = run(3);
(globalThis as { work?: () => void }).work = () => {
  run(2000);
};
process.stdout.write("started\n");
try {
  new vm.Script("work()").runInThisContext({ breakOnSigint: true });
  process.stdout.write("not interrupted\n");
} catch {
  const same = run(3).every((value, i) => value === expected[i]);
  process.stdout.write(same ? "interrupted, and right afterwards\n" : "interrupted, and wrong afterwards\n");
}
