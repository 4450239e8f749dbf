/** Plain functions from numbers to Plotly figures. */
export { bySeed } from "./by-seed";
export { type Curve, type CurvesOptions, curves } from "./curves";
export type { Figure } from "./figure";
export { lossCurve } from "./loss-curve";
export { pointClouds } from "./point-clouds";
