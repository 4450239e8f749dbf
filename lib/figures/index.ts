/** Plain functions from numbers to Plotly figures. */
export { bySeed } from "./by-seed";
export { type ContoursOptions, contours } from "./contours";
export { type Curve, type CurvesOptions, curves } from "./curves";
export { decodedDensity } from "./decoded-density";
export type { Figure } from "./figure";
export { histograms } from "./histograms";
export { lossCurve } from "./loss-curve";
export { pointClouds } from "./point-clouds";
export { type Position, withSlider } from "./slider";
export { type Snapshot, trainingHistory } from "./training-history";
