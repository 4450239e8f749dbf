/** Plain functions from numbers to Plotly figures. */
export { bySeed } from "./by-seed";
export { type ContoursOptions, contours } from "./contours";
export { type Curve, type CurvesOptions, curves } from "./curves";
export type { Figure } from "./figure";
export { histograms } from "./histograms";
export { lossCurve } from "./loss-curve";
export { pointClouds } from "./point-clouds";
