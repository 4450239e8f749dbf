/** Where the asymptotic series of both functions are right to 1e-16. */
const FAR = 24;

/** log Γ(x + ½) − log Γ(x) − ½ log x for x > 0, which is negative and tends to 0; to rounding. */
export function logGammaRatio(x: number): number {
  let sum = 0;
  for (; x < FAR; x++) sum += 0.5 * Math.log(x * (x + 1)) - Math.log(x + 0.5);
  const u = 1 / x;
  return sum + u * (-1 / 8 + u ** 2 * (1 / 192 + u ** 2 * (-1 / 640 + u ** 2 * (17 / 14_336))));
}

/** ψ(x + ½) − ψ(x) for x > 0, with the digamma function ψ = (log Γ)′; to rounding. */
export function digammaStep(x: number): number {
  let sum = 0;
  for (; x < FAR; x++) sum += 0.5 / (x * (x + 0.5));
  const u = 1 / x;
  return sum + u * (1 / 2 + u * (1 / 8 + u ** 2 * (-1 / 64 + u ** 2 * (1 / 128 - (u ** 2 * 17) / 2048))));
}
