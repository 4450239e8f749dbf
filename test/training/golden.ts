import { Autoencoder, type Model, NDArray, VariationalAutoencoder } from "../../lib";
import type { Family } from "../../lib/likelihoods/likelihoods";
import type { Activation } from "../../lib/numerics/activation";
import type { VariationalLoss } from "../../lib/training/tensorflow/losses";
import golden from "./golden.json";

export const { steps, learningRate } = golden;

/** PyTorch's cases (golden.py), each with a model that has the same parameters. */
export const cases = golden.cases.map((one) => {
  const shape = {
    inputSize: one.inputs,
    hiddenSizes: one.hidden,
    latentSize: one.latent,
    activation: one.activation as Activation,
    seed: 0,
  };
  const makeModel = (): Model => {
    const model =
      one.samples === 0
        ? new Autoencoder(shape)
        : new VariationalAutoencoder({
            ...shape,
            scale: one.scale ?? "learned",
            family: one.family as Family,
            degreesOfFreedom: one.degreesOfFreedom ?? "learned",
          });
    model.parameters.set(one.parameters);
    return model;
  };
  const variational = {
    klWeight: one.klWeight,
    objective: one.objective,
    gradient: one.gradientEstimator === "pathwise" ? "pathwise" : "scoreFunction",
    baseline: one.gradientEstimator === "leaveOneOut" ? "leaveOneOut" : 0,
  } as VariationalLoss;
  return { ...one, makeModel, variational, x: NDArray.from(one.x) };
});
