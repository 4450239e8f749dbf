/** The standard normal's distribution function beyond this differs from 0 and 1 by less than float64 can tell. */
const REACH = 8.3;

/** Φ(z) − ½ for z ≥ 0: φ(z) · (z + z³/3 + z⁵/(3 · 5) + …). */
function aboveHalf(z: number): number {
  let sum = z;
  let term = z;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (z * z) / (2 * n + 1);
    sum += term;
  }
  return (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The z below which N(0, 1) has the mass p, 0 < p < 1, by bisection: right to 1e-10 for p from 1e-6 to 1 − 1e-6. */
export function normalQuantile(p: number): number {
  const excess = Math.abs(p - 0.5);
  let [lower, upper] = [0, REACH];
  for (let halved = 0; halved < 60; halved++) {
    const middle = (lower + upper) / 2;
    if (aboveHalf(middle) < excess) lower = middle;
    else upper = middle;
  }
  return Math.sign(p - 0.5) * upper;
}
