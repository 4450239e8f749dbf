/** Plain functions from numbers to Plotly figures. */
export type { AxesOptions } from "./axes";
export { type BySeedOptions, bySeed } from "./by-seed";
export { type ContoursOptions, contours } from "./contours";
export { type Curve, type CurvesOptions, curves } from "./curves";
export { decodedDensity } from "./decoded-density";
export { type DensityMapsOptions, densityMaps } from "./density-maps";
export type { Figure, FigureOptions, LegendOptions } from "./figure";
export { type GradientArrowsOptions, gradientArrows } from "./gradient-arrows";
export { graphicalModel } from "./graphical-model";
export { type HistogramsOptions, histograms } from "./histograms";
export { type LossCurveOptions, lossCurve } from "./loss-curve";
export type { Meaning } from "./palette";
export { pointClouds } from "./point-clouds";
export { type Position, type SliderOptions, withSlider } from "./slider";
export { type SlidesOptions, slides } from "./slides";
export { type StripsOptions, strips } from "./strips";
export { type Snapshot, type TrainingHistoryOptions, trainingHistory } from "./training-history";
export { type WaterfallOptions, waterfall } from "./waterfall";
