/** Plain functions from numbers to Plotly figures. */
export { type AccountTerms, account } from "./account";
export { type CodesAndDensity, codesAndDensity } from "./codes-and-density";
export { type CodesAndPoints, codesAndPoints } from "./codes-and-points";
export { type CrossSectionOptions, crossSection } from "./cross-section";
export { type CurvesOptions, curves, densities, densityMarks, type LogDensity } from "./curves";
export { decoderCurve, type PointAmongData } from "./decoder-curve";
export { type DensityMapsOptions, densityMaps } from "./density-maps";
export { type Encoding, encodeAndDecode } from "./encode-and-decode";
export { explanations } from "./explanations";
export { type Figure, type FigureOptions, figure, type Panel } from "./figure";
export { type GradientArrowsOptions, gradientArrows } from "./gradient-arrows";
export { graphicalModel } from "./graphical-model";
export { type ImageGridOptions, imageGrid } from "./image-grid";
export { landscape } from "./landscape";
export type { Mark } from "./mark";
export {
  averaged,
  band,
  contour,
  dots,
  ellipses,
  histogram,
  overEpochs,
  overGaussians,
  steps,
} from "./marks";
export { networkDiagram } from "./network-diagram";
export { outcomes } from "./outcomes";
export type { Meaning } from "./palette";
export { pointClouds } from "./point-clouds";
export { type PosteriorPanel, posteriorMaps } from "./posterior-maps";
export { type SlidesOptions, slides } from "./slides";
export { type StripsOptions, strips } from "./strips";
export { type SweepFigureOptions, sweepFigure as sweep } from "./sweep";
