/** 1/(1 + e⁻ˣ), the derivative of softplus. */
export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** log(1 + eˣ), without overflow. */
export const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
