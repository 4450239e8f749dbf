/** 1/(1 + e⁻ˣ), the derivative of softplus. */
export function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}

/** log(1 + eˣ), without overflow. */
export const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
