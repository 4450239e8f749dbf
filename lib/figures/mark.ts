import { rejectUnknownOptions } from "../check";
import type { NDArray } from "../ndarray";
import { rounded, written } from "./numbers";

/** What a mark can have, in Plotly's words for a trace. */
const PROPERTIES =
  "type mode x y error_y x0 dx y0 dy z zmin zmax zsmooth contours colorscale colorbar showscale " +
  "base width offset line marker fill text textposition textfont cliponaxis showlegend hoverinfo hovertemplate";

type Words<Text> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

/** A place for each point, in numbers or in names, or one for all of them. */
export type Places = ArrayLike<number> | NDArray | readonly string[] | number;

/**
 * Something drawn: a trace of Plotly without name, axes and colour, which `figure` adds, and with any lists of numbers. Unless
 * it says otherwise, it is a line through its points.
 */
export interface Mark extends Readonly<Partial<Record<Words<typeof PROPERTIES>, unknown>>> {
  readonly x?: Places;
  readonly y?: Places;
  /** A bar of ± this around each y. */
  readonly error_y?: { readonly array: ArrayLike<number> | NDArray };
  readonly line?: object;
  readonly marker?: object;
}

/** Plotly's trace for a mark in this colour; a figure's marks have different symbols. */
export function traceOf(name: string, mark: Mark, color: string, symbol: number): object {
  const unknown = Object.entries(mark).filter(([property]) => !PROPERTIES.split(" ").includes(property));
  rejectUnknownOptions(name, Object.fromEntries(unknown), PROPERTIES);
  const { type = "scatter", mode = "lines", x, y, error_y, line, marker, fill, ...rest } = mark;
  const errors = error_y && flat(error_y.array);
  const lists = [flat(x), flat(y), errors].filter((values) => typeof values === "object");
  const count = lists.length > 0 ? lists[0].length : 1;
  const trace = { ...rest, type, name, x: listOf(x, count), y: listOf(y, count) };
  if ("z" in mark) return { ...trace, line };
  for (const { length } of lists)
    if (length !== count)
      throw new RangeError(`${name}: expected ${count} numbers, one for each x, got ${length}`);
  if (type === "bar") return { ...trace, marker: { color, ...marker } };
  const size = count > 50 ? { size: 4, opacity: 0.6 } : { size: 9, symbol };
  return {
    ...trace,
    mode,
    line: { color, ...line },
    marker: { color, ...size, ...marker },
    ...(fill !== undefined && { fill, fillcolor: `${color}33` }),
    ...(errors && { error_y: { thickness: 1.5, ...error_y, array: rounded(errors) } }),
  };
}

/** The numbers of an NDArray; other places as they are. */
const flat = <T>(places: T | NDArray): T | Float64Array =>
  typeof places === "object" && places && "shape" in places ? places.data : (places as T);

function listOf(places: Places | undefined, count: number) {
  if (places === undefined) return undefined;
  if (typeof places === "number") return rounded(new Array<number>(count).fill(places));
  const list = flat(places);
  return isNames(list) ? list : written(list);
}

const isNames = (places: ArrayLike<number | string>): places is readonly string[] =>
  typeof places[0] === "string";

/** The numbers along one axis of a mark. */
export function valuesOf(places: Places = []): number[] {
  if (typeof places === "number") return [places];
  const list = flat(places);
  return isNames(list) ? [] : Array.from(list);
}
