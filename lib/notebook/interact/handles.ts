import { checkFinite, checkPositive, rejectUnknownOptions } from "../../check";
import { roundStep } from "../../figures/numbers";

/** Positions of a slider for which no step is given. */
const POSITIONS = 100;

export interface SliderOptions {
  readonly min: number;
  readonly max: number;
  /** Default: a hundredth of the way, rounded to 1, 2 or 5 times a power of ten. A logarithmic slider has none. */
  readonly step?: number;
  /** Whether equal ways multiply by equal factors; default: false. */
  readonly log?: boolean;
}

export interface ClickOptions {
  /** Which of the figure's panels the point is in, counted from 0; default: 0. */
  readonly panel?: number;
}

/** A slider that starts at a value of its own. */
export interface Slider extends Required<SliderOptions> {
  readonly kind: "slider";
  readonly start: number;
}

/** A point of the figure that the reader clicks or drags. */
export interface Click {
  readonly kind: "click";
  readonly start: readonly [x: number, y: number];
  readonly panel: number;
}

/** A point among those of a trace. */
export interface Pick {
  readonly kind: "pick";
  readonly start: number;
  readonly trace: string;
}

/** What a handle is inferred from. */
export type HandleSource =
  | readonly [min: number, max: number]
  | readonly [min: number, max: number, step: number]
  | readonly [string, ...string[]]
  | boolean
  | number
  | Slider
  | Click
  | Pick;

/** A handle as the page shows it. */
export type Handle =
  | Slider
  | Click
  | Pick
  | { readonly kind: "choice"; readonly start: string; readonly choices: readonly string[] }
  | { readonly kind: "box"; readonly start: boolean }
  | { readonly kind: "number"; readonly start: number };

/** The values that handles have, by the handles' names. */
export type ValuesOf<Sources> = {
  readonly [Name in keyof Sources]: Sources[Name] extends Click
    ? readonly [x: number, y: number]
    : Sources[Name] extends Slider | Pick
      ? number
      : Sources[Name] extends readonly (infer Item)[]
        ? Item extends number
          ? number
          : Item
        : Sources[Name] extends boolean
          ? boolean
          : number;
};

/** A slider from `min` to `max` that starts at `start`. Throws a RangeError unless min < max, with both > 0 if `log`. */
export function slider(start: number, options: SliderOptions): Slider {
  const { min, max, step, log = false, ...rest } = options;
  rejectUnknownOptions("slider", rest, "min max step log");
  return sliderOf("slider", { start, min, max, step, log });
}

/** A point that starts at `start`, in the coordinates of a panel's axes: the reader clicks or drags in the figure. */
export function click(start: readonly [x: number, y: number], options: ClickOptions = {}): Click {
  const { panel = 0, ...rest } = options;
  rejectUnknownOptions("click", rest, "panel");
  if (!Array.isArray(start) || start.length !== 2)
    throw new TypeError(`click: expected [x, y], got ${JSON.stringify(start)}`);
  checkFinite("click", start);
  return { kind: "click", start: [start[0], start[1]], panel };
}

/** The position, counted from 0, of a point in the trace named `trace`: the reader clicks near it. */
export function pick(start: number, trace: string): Pick {
  return { kind: "pick", start, trace };
}

/** Makes handles of what they are inferred from. Throws a TypeError or RangeError that names the one that cannot be. */
export function handlesOf(sources: Readonly<Record<string, HandleSource>>): Record<string, Handle> {
  const entries = Object.entries(sources);
  if (entries.length === 0) throw new TypeError("handles: expected at least one, got none");
  return Object.fromEntries(entries.map(([name, source]) => [name, handleOf(name, source)]));
}

function handleOf(name: string, source: HandleSource): Handle {
  if (typeof source === "boolean") return { kind: "box", start: source };
  if (typeof source === "number") {
    checkFinite(name, [source]);
    return { kind: "number", start: source };
  }
  if (Array.isArray(source)) {
    const list = source as readonly unknown[];
    if (list.length > 0 && list.every((one) => typeof one === "string"))
      return { kind: "choice", start: list[0] as string, choices: list as string[] };
    const [min, max, step] = list as number[];
    if ((list.length === 2 || list.length === 3) && list.every((one) => typeof one === "number"))
      return sliderOf(name, { min, max, step, log: false });
  }
  if (typeof source === "object" && source !== null && "kind" in source) return source;
  throw new TypeError(
    `${name}: expected [min, max], [min, max, step], a list of texts, true or false, a number, slider(…), click(…) or pick(…), got ${JSON.stringify(source)}`,
  );
}

function sliderOf(name: string, given: SliderOptions & { readonly start?: number }): Slider {
  const { min, max, log = false } = given;
  checkFinite(name, [min, max]);
  if (!(min < max)) throw new RangeError(`${name}: expected min < max, got [${min}, ${max}]`);
  if (log) checkPositive(`${name}, logarithmic: min`, min);
  const step = given.step ?? roundStep((max - min) / POSITIONS);
  checkPositive(`${name}: step`, step);
  const middle = log ? Math.sqrt(min * max) : min + step * Math.round((max - min) / 2 / step);
  const start = given.start ?? Number(middle.toPrecision(12));
  if (!(start >= min && start <= max))
    throw new RangeError(`${name}: expected a start from ${min} to ${max}, got ${start}`);
  return { kind: "slider", start, min, max, step, log };
}
