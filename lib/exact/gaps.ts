import type { Points } from "../data/dataset";
import type { Normal } from "../distributions/normal";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";
import { bestGaussian } from "./best-gaussian";
import { exactElbo } from "./bound";
import { logEvidence } from "./evidence";

/** What lies between log p(x) and the encoder's ELBO, for each point, [batch], in nats. */
export interface Gaps {
  readonly logEvidence: NDArray;
  /** log p(x) less the ELBO of the best Gaussian: what no encoder with Gaussian q can gain. */
  readonly approximation: NDArray;
  /** The ELBO of the best Gaussian less that of the encoder's q(z|x). */
  readonly amortization: NDArray;
  /** The encoder's ELBO. */
  readonly elbo: NDArray;
  /** The best Gaussian q of each point, a Normal over [batch, latentSize]. */
  readonly best: Normal;
}

/**
 * Splits the gap between log p(x) and the ELBO into an approximation and an amortization gap (Cremer et al. 2018) for x
 * [batch, inputSize], by quadrature and search. Throws a RangeError for a latent of more than two dimensions.
 */
export function gaps(model: VariationalAutoencoder, x: Points): Gaps {
  const best = bestGaussian(model, x);
  const evidence = logEvidence(model, x);
  const bestElbo = exactElbo(model, x, best).elbo;
  const { elbo } = exactElbo(model, x);
  const less = (a: number, b: number) => a - b;
  return {
    logEvidence: evidence,
    approximation: broadcast(less, evidence, bestElbo),
    amortization: broadcast(less, bestElbo, elbo),
    elbo,
    best,
  };
}
