// Paul Tol's "vibrant" colours, which can be told apart with any colour vision.
export const DATA = "#0077BB";
export const MODEL = "#CC3311";
/** The colours of series, in order. */
export const SERIES = [DATA, MODEL, "#009988", "#EE7733", "#33BBEE", "#EE3377"];

/** The colour of the series at `position`; the colours repeat after the sixth. */
export const seriesColor = (position: number) => SERIES[position % SERIES.length];

export const INK = "#333333";
export const GRID = "#E5E5E5";
/** Lines through zero, and edges. */
export const ZERO_LINE = "#BFBFBF";
/** What can be moved. */
export const MUTED = "#DDDDDD";
