/** Functions f with f′, and E f under N(μ, σ²) differentiated by hand. */
export interface KnownFunction {
  readonly f: (z: number) => number;
  readonly slope: (z: number) => number;
  readonly byLoc: (mu: number, sigma: number) => number;
  readonly byScale: (mu: number, sigma: number) => number;
}

export const square: KnownFunction = {
  f: (z) => z * z,
  slope: (z) => 2 * z,
  byLoc: (mu) => 2 * mu, // E f = μ² + σ²
  byScale: (_, sigma) => 2 * sigma,
};

export const quartic: KnownFunction = {
  f: (z) => z ** 4,
  slope: (z) => 4 * z ** 3,
  byLoc: (mu, sigma) => 4 * mu ** 3 + 12 * mu * sigma ** 2, // E f = μ⁴ + 6μ²σ² + 3σ⁴
  byScale: (mu, sigma) => 12 * mu ** 2 * sigma + 12 * sigma ** 3,
};

export const wave: KnownFunction = {
  f: (z) => Math.sin(3 * z),
  slope: (z) => 3 * Math.cos(3 * z),
  byLoc: (mu, sigma) => 3 * Math.cos(3 * mu) * Math.exp(-4.5 * sigma ** 2), // E f = sin 3μ e^(−9σ²/2)
  byScale: (mu, sigma) => -9 * sigma * Math.sin(3 * mu) * Math.exp(-4.5 * sigma ** 2),
};

export const exponential: KnownFunction = {
  f: (z) => Math.exp(0.5 * z),
  slope: (z) => 0.5 * Math.exp(0.5 * z),
  byLoc: (mu, sigma) => 0.5 * Math.exp(mu / 2 + sigma ** 2 / 8), // E f = e^(μ/2 + σ²/8)
  byScale: (mu, sigma) => (sigma / 4) * Math.exp(mu / 2 + sigma ** 2 / 8),
};
