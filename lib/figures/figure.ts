import { rejectUnknownOptions } from "../check";
import { type AxesOptions, axesOf, axisName, type Letter } from "./axes";
import { layoutWith, type Margin, type TitleOptions } from "./layout";
import { type Mark, traceOf, valuesOf } from "./mark";
import { colorsOf, type Meaning } from "./palette";
import { plain } from "./plain";

/** A Plotly figure as plain JSON; the reader's own may have typed arrays and NDArrays in it. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** The frames that a slider moves through. */
  readonly frames?: readonly object[];
}

/** Marks by their names in the legend, the lowest first; several marks can share a name. */
export type Marks = Readonly<Record<string, Mark | readonly Mark[]>>;

/** The marks over one pair of axes, and what is different there. */
export interface Panel extends AxesOptions {
  readonly marks: Marks;
}

/** What `figure` draws, over one pair of axes as `marks` or in several as `panels`, and how. */
export interface FigureOptions extends TitleOptions, AxesOptions {
  /**
   * What names in the legend stand for, which decides their colours, such as `{ "decoded samples": "model" }`. Some names
   * need no entry, such as "data" and "ELBO" (palette.ts); others without one get colours without a meaning.
   */
  readonly colors?: Readonly<Record<string, Meaning>>;
  /** What is drawn, if there is only one panel. */
  readonly marks?: Marks;
  /** Panels by their titles, row by row; what is said of axes holds for all of them. */
  readonly panels?: Readonly<Record<string, Panel>>;
  /** Panels side by side; default: all. */
  readonly columns?: number;
  /** Whether all panels have the same ranges; default: true. */
  readonly shared?: boolean;
  /** Pixels; default: [632, 278]. */
  readonly panelSize?: readonly [width: number, height: number];
  /** Pixels around the panels, besides title and caption; default: room for axes and a legend. */
  readonly margin?: Partial<Margin>;
}

/** Options of a chart, which brings its marks. */
export type ChartOptions = Omit<FigureOptions, "marks" | "panels">;

const OPTIONS =
  "title caption colors marks panels shared columns panelSize margin " +
  "xTitle yTitle logX logY xRange yRange equalUnits xaxis yaxis";

/** Pixels between panels with the same ranges, and with their own, horizontally and vertically. */
const GAPS = { shared: [44, 36], own: [62, 96] };

/**
 * Draws marks over one pair of axes, or in panels. Throws a RangeError for a mark whose lists differ in length, and a
 * TypeError for an option or a property of a mark that there is not.
 */
export function figure(options: FigureOptions): Figure {
  const { title, caption, colors, marks = {}, panels = { "": { marks } }, shared = true, ...more } = options;
  const { columns = Object.keys(panels).length, panelSize = [632, 278], margin, ...axes } = more;
  const { xTitle, yTitle, logX, logY, xRange, yRange, equalUnits, xaxis, yaxis, ...rest } = axes;
  rejectUnknownOptions("figure", rest, OPTIONS);
  const all = Object.entries(panels);
  const names = [...new Set(all.flatMap(([, panel]) => Object.keys(panel.marks)))];
  const inks = colorsOf(names, colors);
  const listed = new Set<string>();
  const data = all.flatMap(([, panel], p) =>
    named(panel.marks).map(([name, mark]) => {
      const place = names.indexOf(name);
      const showlegend = mark.showlegend !== false && !listed.has(name);
      if (showlegend) listed.add(name);
      const on = { xaxis: axisName("x", p), yaxis: axisName("y", p) };
      return { ...traceOf(name, mark, inks[place], place), legendgroup: name, showlegend, ...on };
    }),
  );

  const rows = Math.ceil(all.length / columns);
  const gaps = GAPS[shared ? "shared" : "own"];
  const [width, height] = [columns, rows].map((n, k) => n * (panelSize[k] + gaps[k]) - gaps[k]);
  const [xgap, ygap] = gaps.map((gap, k) => gap / (panelSize[k] + gap));
  const titles = all.flatMap(([text], p) => (text ? [panelTitle(text, p)] : []));
  const [t, b] = [titles.length > 0 ? 28 : 0, listed.size > 0 ? 96 : 60];
  const room = { l: 64, r: 24, t, b, ...margin };
  const values = (letter: Letter) =>
    all.flatMap(([, panel]) => named(panel.marks).flatMap(([, mark]) => valuesOf(mark[letter])));
  const layouts = all.map(([, { marks: _, ...own }], p) => {
    const [isLowest, isFirst] = [p + columns >= all.length, p % columns === 0];
    const titles = { xTitle: isLowest ? xTitle : "", yTitle: isFirst ? yTitle : "" };
    const labels = { xaxis: { showticklabels: isLowest || !shared, ...xaxis } };
    return axesOf(p, { ...axes, ...titles, ...labels, ...own }, shared, values);
  });
  return plain({
    data,
    layout: layoutWith(
      { title, caption },
      {
        width: room.l + width + room.r,
        height: room.t + height + room.b,
        margin: room,
        showlegend: true,
        ...(titles.length > 0 && { annotations: titles }),
        ...(all.length > 1 && { grid: { rows, columns, pattern: "independent", xgap, ygap } }),
        ...Object.assign({}, ...layouts),
      },
    ),
  });
}

const named = (marks: Marks) =>
  Object.entries(marks).flatMap(([name, own]) => [own].flat().map((mark) => [name, mark as Mark] as const));

const panelTitle = (text: string, panel: number) => ({
  text,
  showarrow: false,
  xref: `${axisName("x", panel)} domain`,
  yref: `${axisName("y", panel)} domain`,
  x: 0.5,
  y: 1,
  yanchor: "bottom",
  font: { size: 14 },
});
