/** Plain functions from numbers to Plotly figures. */
export { type DensityMapsOptions, densityMaps } from "./density-maps";
export { type Figure, type FigureOptions, figure, type Panel } from "./figure";
export { type GradientArrowsOptions, gradientArrows } from "./gradient-arrows";
export { graphicalModel } from "./graphical-model";
export { type HistogramsOptions, histograms } from "./histograms";
export { type ImageGridOptions, imageGrid } from "./image-grid";
export type { Mark } from "./mark";
export { averaged, band, contour, dots, ellipses, overEpochs, steps } from "./marks";
export type { Meaning } from "./palette";
export { pointClouds } from "./point-clouds";
export { type PosteriorPanel, posteriorMaps } from "./posterior-maps";
export { type SlidesOptions, slides } from "./slides";
export { type StripsOptions, strips } from "./strips";
export { type SweepFigureOptions, sweepFigure as sweep } from "./sweep";
