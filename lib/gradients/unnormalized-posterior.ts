import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast } from "../ndarray";
import type { LogDensity } from "../sampling/leapfrog";
import { logLikelihoodGradient } from "./log-likelihood-gradient";

/**
 * log p(x, z) = log p(z) + log p(x|z) of each point of x [batch, inputSize] at its z [batch, latentSize], in nats, and its gradient
 * in z, in float64: the posterior p(z|x) up to a constant, which `hamiltonian` draws from.
 */
export function unnormalizedPosterior(model: VariationalAutoencoder, x: Points): LogDensity {
  const points = inputsOf(model, "x", x);
  return (z) => {
    const logPrior = model.prior.logProb(z).sum(1);
    const logLikelihood = model.likelihood(z).logProb(points).sum(1);
    return {
      logProb: broadcast((p, l) => p + l, logPrior, logLikelihood),
      gradient: broadcast((slope, at) => slope - at, logLikelihoodGradient(model, points, z), z),
    };
  };
}
