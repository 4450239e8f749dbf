/** The colour of data. */
export const DATA = "#0077BB";
/** The colour of a model's output. */
export const MODEL = "#CC3311";
/** The colours of series: Paul Tol's "vibrant", which can be told apart with any colour vision. */
export const SERIES = [DATA, MODEL, "#009988", "#EE7733", "#33BBEE", "#EE3377"];

/** The colour of the series at `position`; the colours repeat after the sixth. */
export const seriesColor = (position: number) => SERIES[position % SERIES.length];

/** The colour of text and of axis lines. */
export const INK = "#333333";
export const GRID = "#E5E5E5";
/** The colour of lines through zero, and of the borders of controls. */
export const ZERO_LINE = "#BFBFBF";
/** The colour of controls. */
export const MUTED = "#DDDDDD";
