import { checkChoice } from "../check";

/** What a colour stands for, in every notebook; Paul Tol's "vibrant", which can be told apart with any colour vision; two are a little darker, to be seen on white. */
export const COLORS = {
  data: "#0077BB",
  model: "#CC3311",
  exact: "#009988",
  bound: "#E87432",
  prior: "#332288",
  pathwise: "#2CA0CB",
  scoreFunction: "#EE3377",
};
/** What a colour can stand for. */
export type Meaning = keyof typeof COLORS;

/** Names that mean the same wherever they are drawn. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  data: "data",
  "log p(x)": "exact",
  "exact log p(x)": "exact",
  ELBO: "bound",
  prior: "prior",
  "prior p(z)": "prior",
  "posterior p(z|x)": "exact",
  "log p(z|x)": "exact",
  "q(z|x)": "bound",
  "best Gaussian q": "bound",
  "careless q": "bound",
  "your q": "bound",
  pathwise: "pathwise",
  "score function": "scoreFunction",
};

/** Colours without a meaning, for seeds, sizes and the like: from Paul Tol's "muted". */
const SERIES = ["#999933", "#882255", "#888888", "#AA4499", "#117733", "#661100"];

/** The colour of the series at `position`; the colours repeat after the sixth. */
export const seriesColor = (position: number) => SERIES[position % SERIES.length];

/** The colour of each name: that of its meaning, in `meanings` or generally, or else one without a meaning. */
export function colorsOf(
  names: readonly string[],
  meanings: Readonly<Record<string, Meaning>> = {},
): string[] {
  for (const [name, meaning] of Object.entries(meanings))
    checkChoice(`colors["${name}"]`, meaning, Object.keys(COLORS) as Meaning[]);
  const all = { ...MEANINGS, ...meanings };
  const plain = names.filter((name) => !(name in all));
  return names.map((name) => (name in all ? COLORS[all[name]] : seriesColor(plain.indexOf(name))));
}

/** From no density to the highest, in no colour that has a meaning, so that points can lie on a map. */
export const DENSITY_SCALE = [
  [0, "#FFFFFF"],
  [0.25, "#E0DCD4"],
  [0.5, "#B0A99F"],
  [0.75, "#6E675F"],
  [1, "#2A2622"],
];

/** The colour of text and of axis lines. */
export const INK = "#333333";
/** The colour of captions. */
export const QUIET = "#666666";
export const GRID = "#E5E5E5";
/** The colour of lines through zero, and of the borders of controls. */
export const ZERO_LINE = "#BFBFBF";
/** The colour of controls. */
export const MUTED = "#DDDDDD";
