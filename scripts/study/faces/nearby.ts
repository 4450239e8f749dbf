import { asked, type FACES, moments } from "./covered";
import { VISIBLE } from "./recipe";

/** Factors of a q's deviations, and how far beliefs are on the way from the encoder's q to the exact posterior. */
const FACTORS = [0.5, 2];
const SHARES = [0.25, 0.5, 0.75];

/**
 * Beliefs about covered faces between and beside those of `covered`, for a decoder's own likelihood and the recipe's: a q of other
 * width, the Gaussian with the exact posterior's moments, and the path q(z)^(1 − t) p(z|x)^t, on which KL to the posterior falls.
 */
export async function nearby(kind: keyof typeof FACES, seed: number) {
  const { mean, sigma, images, noise, nodes, encoder, ...ready } = await asked(kind, seed);
  const { logOf, joint, normalized, logGaussian, gaussian, bestGaussians, judge } = ready;
  const logQ = encoder.map(logGaussian);
  return Object.entries({ own: logOf(mean, sigma, VISIBLE), "recipe's": logOf(images, noise, VISIBLE) })
    .flatMap(([name, logs]) => {
      const logJoint = joint(logs);
      const exact = logJoint.map(normalized);
      const widened = Object.entries({ encoder, "best Gaussian": bestGaussians(logJoint) }).flatMap(
        ([q, all]) =>
          FACTORS.map((factor) => {
            const wide = all.map(([loc, scale]) => gaussian([loc, Array.from(scale, (s) => factor * s)]));
            return judge(`${name}: ${q}, deviations × ${factor}`, wide, exact);
          }),
      );
      const onTheWay = SHARES.map((t) => {
        const between = logJoint.map((log, i) => normalized(log.map((p, k) => (1 - t) * logQ[i][k] + t * p)));
        return judge(`${name}: on the way, ${t}`, between, exact);
      });
      const matched = exact.map((mass) => gaussian(moments(mass, nodes)));
      return [...widened, ...onTheWay, judge(`${name}: the posterior's moments`, matched, exact)];
    })
    .map(({ chance: _, ...scores }) => scores);
}
