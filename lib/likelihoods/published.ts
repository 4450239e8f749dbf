import { HALF_LOG_2PI, type Normal } from "../distributions/normal";
import { PUBLISHED } from "../kernels/likelihood-codes";
import { gaussian, LEARNED, limited } from "./gaussian";
import type { Likelihood } from "./likelihood";

/**
 * The Gaussian with a learned σ, trained on what the post's code takes for −log p(x|z): ½ (1/(2σ²) + (x − μ)²) in place of
 * (x − μ)²/(2σ²) (post, implementation). So σ does not learn from the error; its optimum is 1/√2 everywhere. The code
 * leaves out the divergence as well: train with klWeight 0. All that is asked of a trained model is the Gaussian's.
 */
export const published: Likelihood<Normal> = {
  ...gaussian,
  heads: () => gaussian.heads(LEARNED),
  distribution: (heads) => gaussian.distribution(heads, LEARNED),
  slopes: (x, heads) => gaussian.slopes(x, heads, LEARNED),
  surprise(x, [mean, head]) {
    const logVariance = limited(head);
    const quadratic = x.sub(mean).square().add(logVariance.neg().exp().mul(0.5));
    return quadratic.add(logVariance).mul(0.5).add(HALF_LOG_2PI);
  },
  sample: (heads, noise) => gaussian.sample(heads, noise, LEARNED),
  kernel: () => ({ ...gaussian.kernel(LEARNED), code: PUBLISHED }),
};
