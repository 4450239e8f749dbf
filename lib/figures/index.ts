/** Plain functions from numbers to Plotly figures. */
export { type CodesAndDensity, codesAndDensity } from "./codes-and-density";
export { type CrossSectionOptions, crossSection } from "./cross-section";
export { type DensityMapsOptions, densityMaps } from "./density-maps";
export { type Encoding, encodeAndDecode } from "./encode-and-decode";
export { type Figure, type FigureOptions, figure, type Panel } from "./figure";
export { type GradientArrowsOptions, gradientArrows } from "./gradient-arrows";
export { graphicalModel } from "./graphical-model";
export { type HistogramsOptions, histograms } from "./histograms";
export { type ImageGridOptions, imageGrid } from "./image-grid";
export type { Mark } from "./mark";
export { band, contour, density, dots, ellipses, histogram, overEpochs, steps } from "./marks";
export { networkDiagram } from "./network-diagram";
export type { Meaning } from "./palette";
export { pointClouds } from "./point-clouds";
export { type PosteriorPanel, posteriorMaps } from "./posterior-maps";
export { type SlidesOptions, slides } from "./slides";
export { type StripsOptions, strips } from "./strips";
export { type SweepFigureOptions, sweepFigure as sweep } from "./sweep";
