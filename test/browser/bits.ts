import * as vb from "../../lib";

/**
 * Trains the post's models, on each objective, faces and digits for 40 steps and prints a number that depends on every bit of their parameters,
 * and their bounds, in which the exponential function of the browser has a say: in Node.js, and as a cell of a page.
 */
async function main(): Promise<void> {
  const post = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
  const tanh = { latentSize: 2, activation: "tanh", seed: 1 } as const;
  const gaussian = (rows: number, dimensions: number) =>
    vb.standardNormal({ size: rows, dimensions, seed: 3 }).points;
  const digits = vb.broadcast((x) => Math.abs(x) % 1, gaussian(100, 784));
  type Case = [vb.Model, vb.NDArray, ("iwae" | "evidence" | "wakeSleep")?];
  const cases: Case[] = [
    ...(["iwae", "evidence", "wakeSleep"] as const).map(
      (objective): Case => [new vb.VariationalAutoencoder(post), gaussian(500, 2), objective],
    ),
    [new vb.Autoencoder(post), gaussian(5000, 2)],
    [new vb.VariationalAutoencoder(post), gaussian(5000, 2)],
    [new vb.VariationalAutoencoder({ ...post, family: "studentT" }), gaussian(500, 2)],
    [new vb.VariationalAutoencoder({ ...tanh, inputSize: 560, hiddenSizes: [200] }), gaussian(100, 560)],
    [
      new vb.VariationalAutoencoder({ ...tanh, inputSize: 784, hiddenSizes: [500], family: "bernoulli" }),
      digits,
    ],
  ];
  const bits = (values: Float32Array) =>
    new Uint32Array(values.slice().buffer).reduce((hash, word) => (Math.imul(hash, 31) + word) | 0, 7);
  for (const [model, x, objective] of cases) {
    await vb.fit(model, x, { epochs: 40, latentSamples: 1, seed: 1, engine: "fused", objective });
    const bounds =
      model.kind === "autoencoder" ? [] : vb.elbo(model, x, { latentSamples: 20, seed: 1 }).elbo.data;
    console.log(bits(model.parameters), ...Array.from(bounds.slice(0, 3), (bound) => bound.toPrecision(12)));
  }
}

main();
