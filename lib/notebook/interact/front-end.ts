/**
 * What the reader sees of `interact`: handles, and the figure that follows them. One file without imports, written to
 * anywidget's front-end module interface, which is what JupyterLab hosts; a page hosts its `render` with a model of its own.
 */

/** The state that is shared with the kernel, as anywidget has it; figure-state.ts says how it holds a figure. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, listener: (...given: never[]) => void): void;
  off(event: string, listener: (...given: never[]) => void): void;
}

interface Axis {
  readonly autorange?: boolean | string;
  readonly _offset: number;
  readonly _length: number;
  p2d(pixel: number): number;
  d2p(value: number): number;
}

interface Plot extends HTMLElement {
  readonly layout?: { readonly meta?: { readonly interact?: string } };
  readonly _fullLayout: Readonly<Record<string, Axis | undefined>>;
  readonly _fullData: readonly {
    type: string;
    name: string;
    xaxis: string;
    yaxis: string;
    x: number[];
    y: number[];
    _module: { animatable?: boolean };
  }[];
}

/** An element with what Plotly drew it from. */
type Drawn<Data> = Element & { readonly __data__: Data };

interface Plotly {
  react(place: HTMLElement, data: unknown, layout: unknown, config: object): Promise<unknown>;
  relayout(place: HTMLElement, change: object): Promise<unknown>;
  animate(place: HTMLElement, change: object, options: object): Promise<unknown>;
  purge(place: HTMLElement): void;
}

interface Figure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>> & { readonly title?: { readonly text?: string } };
}

type Handle = { readonly start: unknown } & (
  | { kind: "slider"; min: number; max: number; step: number; log: boolean }
  | { kind: "choice"; choices: readonly string[] }
  | { kind: "box" }
  | { kind: "number" }
  | { kind: "click"; panel: number }
  | { kind: "pick"; trace: string }
);
type InFigure = Extract<Handle, { kind: "click" | "pick" }>;
type Numbers = { dtype: string; bytes: string; shape?: string };

const page = globalThis as { Plotly?: Plotly; plotlyOnItsWay?: Promise<void>; define?: unknown };

/** A figure that is older than this is marked as old. */
const OLD_MILLISECONDS = 200;
/** When Plotly hears of dots that were moved without it. */
const REST_MILLISECONDS = 200;
const MANY_DOTS = 500;
/** How long a figure that is not in the page may take to come, before pictures are looked behind. */
const FIGURE_MILLISECONDS = 1000;
const PLOTLY_MILLISECONDS = 5000;
/** Positions of a logarithmic slider. */
const LOG_POSITIONS = 200;
/** Steps of an arrow key across an axis, and with the shift key. */
const ARROW_STEPS = [200, 20];

const style = `
.aevb-handles { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 6px 10px; align-items: center; font: 14px sans-serif; }
.aevb-handles label { display: flex; gap: 8px; align-items: center; min-height: 28px; }
.aevb-handles input[type="range"] { width: 220px; }
.aevb-handles input[type="number"] { width: 7em; }
.aevb-handles output { min-width: 4em; font-variant-numeric: tabular-nums; }
.aevb-handles :focus-visible, .aevb-plot:focus-visible { outline: 2px solid #1a6fd6; }
.aevb-plot:focus-visible { outline-offset: -2px; }
.aevb-plot { width: fit-content; transition: opacity 0.15s; }
.aevb-plot.aevb-old { opacity: 0.45; }
.aevb-clicks .nsewdrag { cursor: crosshair; }
.aevb-error { margin: 6px 10px; padding: 6px; max-height: 16em; overflow: auto; color: #a00; background: #fdd; white-space: pre-wrap; }
.aevb-error:empty { display: none; }
.aevb-behind { position: absolute !important; visibility: hidden; height: 0 !important; min-height: 0 !important; overflow: hidden; }
`;

/** Plotly, which the kernel sends to a page that does not have it. */
async function plotly(model: Model): Promise<Plotly> {
  while (!page.Plotly) {
    page.plotlyOnItsWay ??= fetchPlotly(model).finally(() => {
      page.plotlyOnItsWay = undefined;
    });
    await page.plotlyOnItsWay;
  }
  return page.Plotly;
}

function fetchPlotly(model: Model): Promise<void> {
  return new Promise((resolve) => {
    const receive = (message: { kind?: string; source?: string }) => {
      if (message.kind !== "plotly") return;
      const script = document.createElement("script");
      script.textContent = message.source ?? "";
      // A loader of modules would get what is meant for the page.
      const { define } = page;
      page.define = undefined;
      document.head.append(script);
      page.define = define;
      done();
    };
    const done = () => {
      model.off("msg:custom", receive);
      resolve();
    };
    model.on("msg:custom", receive);
    model.send({ kind: "plotly" });
    // The model may have been closed.
    setTimeout(done, PLOTLY_MILLISECONDS);
  });
}

/** In JupyterLab: puts the live figure in place of each figure of the notebook that names the model. */
function initialize({ model }: { model: Model }): () => void {
  const id = model.get("interact");
  const started = performance.now();
  const mounted = new Map<Plot, () => void>();
  const woken = new WeakSet<Element>();
  const scan = () => {
    for (const plot of document.querySelectorAll<Plot>(".jp-RenderedPlotly.js-plotly-plot"))
      if (plot.layout?.meta?.interact === id && !mounted.has(plot)) mounted.set(plot, mount(model, plot));
    if (mounted.size > 0 || performance.now() < started + FIGURE_MILLISECONDS) return;
    // A figure that comes from a saved notebook is a picture at first, and is drawn when the pointer comes.
    for (const picture of document.querySelectorAll(".jp-RenderedPlotly > img[src]"))
      if (!woken.has(picture)) {
        woken.add(picture);
        picture.dispatchEvent(new MouseEvent("mouseenter"));
      }
  };
  let frame = 0;
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(scan);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  scan();
  const later = setTimeout(scan, FIGURE_MILLISECONDS + 1);
  const end = () => {
    clearTimeout(later);
    observer.disconnect();
    for (const unmount of mounted.values()) unmount();
    mounted.clear();
  };
  // After a restart of the kernel.
  model.on("comm_live_update", end);
  return end;
}

/** Shows the live figure in place of a static one as soon as it is drawn; returns what brings the static one back. */
function mount(model: Model, plot: Plot): () => void {
  const el = document.createElement("div");
  el.className = "jp-OutputArea-output aevb-behind";
  // JupyterLab must not take arrow keys and letters; saving and running stay its own.
  el.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && event.key !== "Enter") event.stopPropagation();
  });
  plot.after(el);
  let cleanup: (() => void) | undefined;
  let ended = false;
  render({ model, el }).then((made) => {
    cleanup = made;
    if (ended) return cleanup();
    el.classList.remove("aevb-behind");
    plot.classList.add("aevb-behind");
  });
  return () => {
    ended = true;
    plot.classList.remove("aevb-behind");
    cleanup?.();
    el.remove();
  };
}

/** Fills `el` with the handles and the figure; returns what ends it. */
async function render({ model, el }: { model: Model; el: HTMLElement }): Promise<() => void> {
  const sheet = document.createElement("style");
  sheet.textContent = style;
  el.append(sheet);
  const Plotly = await plotly(model);

  const handles = Object.entries(model.get("handles") as Record<string, Handle>);
  const row = element("div", "aevb-handles", { role: "group", "aria-label": "Handles of the figure" });
  const plot = element("div", "aevb-plot") as unknown as Plot;
  const error = element("pre", "aevb-error", { role: "alert" });
  el.append(row, plot, error);

  const chosen = (name: string) => (model.get("values") as Record<string, unknown>)[name];
  const choose = (name: string, value: unknown) => {
    if (JSON.stringify(value) === JSON.stringify(chosen(name))) return;
    model.set("values", { ...(model.get("values") as object), [name]: value });
    model.save_changes();
    mayGrowOld();
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const isOld = () => {
    const { values } = model.get("answered") as { values: unknown };
    return JSON.stringify(values) !== JSON.stringify(model.get("values"));
  };
  const mayGrowOld = () => {
    timer ??= setTimeout(() => setOld(isOld()), OLD_MILLISECONDS);
  };
  const setOld = (old: boolean) => {
    plot.classList.toggle("aevb-old", old);
    plot.setAttribute("aria-busy", String(old));
  };

  const inFigure = handles.filter((entry): entry is [string, InFigure] => isInFigure(entry[1]));
  const figureOf = figures(model, inFigure.length > 0);
  let drawn: Figure | undefined;
  const moved = new Set<number>();
  let rest: ReturnType<typeof setTimeout> | undefined;
  const move = (figure: Figure, traces: readonly number[]) => {
    if (traces.length === 0) return;
    const data = traces.map((i) => {
      const { type, x, y, z } = figure.data[i];
      return type === "heatmap" ? { z } : { x, y };
    });
    for (const i of traces) plot._fullData[i]._module.animatable = true;
    const atOnce = { transition: { duration: 0 }, frame: { duration: 0, redraw: false }, mode: "immediate" };
    // It rejects if a newer one overtakes it.
    Plotly.animate(plot, { data, traces }, atOnce).catch(() => {});
  };
  const draw = async () => {
    const figure = figureOf();
    const moves = drawn && movesOnly(plot, drawn, figure);
    drawn = figure;
    clearTimeout(rest);
    if (!moves) {
      moved.clear();
      await Plotly.react(plot, figure.data, structuredClone(figure.layout), { displaylogo: false });
      return;
    }
    if (moves.title !== undefined) Plotly.relayout(plot, { "title.text": moves.title });
    const slow = moves.traces.filter((i) => !moveDots(plot, i, figure.data[i]));
    move(figure, slow);
    for (const i of moves.traces) if (!slow.includes(i)) moved.add(i);
    if (moved.size === 0) return;
    rest = setTimeout(() => {
      move(figure, [...moved]);
      moved.clear();
    }, REST_MILLISECONDS);
  };
  const tell = () => {
    error.textContent = (model.get("error") as string) || undrawn(plot, drawn?.data ?? []);
  };
  const receive = () => {
    clearTimeout(timer);
    timer = undefined;
    if (model.get("error") === "") draw();
    tell();
    setOld(false);
    if (isOld()) mayGrowOld();
  };
  const shows = handles.map(([name, handle]) => {
    const { field, show } = fieldOf(name, handle, (value) => choose(name, value));
    row.append(field);
    return () => show(chosen(name));
  });
  const show = () => {
    for (const one of shows) one();
  };

  model.on("change:values", show);
  model.on("change:answers", receive);
  show();
  await draw();
  tell();
  if (inFigure.length > 0) followPointer(plot, inFigure, chosen, choose);
  if (isOld()) mayGrowOld();
  return () => {
    clearTimeout(timer);
    clearTimeout(rest);
    model.off("change:values", show);
    model.off("change:answers", receive);
    Plotly.purge(plot);
    el.replaceChildren();
  };
}

const isInFigure = ({ kind }: Handle) => kind === "click" || kind === "pick";

function element(tag: string, className: string, attributes: Record<string, string> = {}): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** A handle's field with its name and present value. */
function fieldOf(name: string, handle: Handle, choose: (value: unknown) => void) {
  const field = document.createElement("label");
  const title = document.createElement("span");
  const output = document.createElement("output");
  title.textContent = name;
  field.append(title);
  const input = document.createElement(handle.kind === "choice" ? "select" : "input") as HTMLInputElement;
  if (handle.kind === "slider") {
    const { min, max, step, log } = handle;
    const [to, from] = log ? [Math.log, Math.exp] : [Number, Number];
    const [low, high] = [to(min), to(max)];
    Object.assign(input, {
      type: "range",
      min: low,
      max: high,
      step: log ? (high - low) / LOG_POSITIONS : step,
    });
    input.addEventListener("input", () => {
      const value = Number(from(Number(input.value)).toPrecision(log ? 3 : 12));
      choose(Math.min(Math.max(value, min), max));
    });
    field.append(input, output);
    return {
      field,
      show(value: unknown) {
        // The position that the reader chose stands for the value, which may be rounded.
        if (document.activeElement !== input) input.value = String(to(value as number));
        output.textContent = written(value as number);
        input.setAttribute("aria-valuetext", output.textContent);
      },
    };
  }
  if (handle.kind === "click" || handle.kind === "pick") {
    field.append(output);
    return {
      field,
      show(value: unknown) {
        output.textContent = Array.isArray(value)
          ? `(${value.map(written).join(", ")})`
          : written(value as number);
      },
    };
  }
  field.append(input);
  if (handle.kind === "choice") {
    input.append(...handle.choices.map((choice) => new Option(choice)));
    input.addEventListener("input", () => choose(input.value));
  } else if (handle.kind === "box") {
    input.type = "checkbox";
    input.addEventListener("input", () => choose(input.checked));
  } else {
    Object.assign(input, { type: "number", step: "any" });
    input.addEventListener("input", () => {
      if (Number.isFinite(input.valueAsNumber)) choose(input.valueAsNumber);
    });
  }
  return {
    field,
    show(value: unknown) {
      if (handle.kind === "box") input.checked = value as boolean;
      else if (handle.kind === "choice" || input.valueAsNumber !== value) input.value = String(value);
    },
  };
}

const written = (value: number) => String(Number(value.toPrecision(4))).replace("-", "−");

/** Makes clicks, drags and arrow keys in the figure choose points. */
function followPointer(
  plot: Plot,
  handles: readonly (readonly [string, InFigure])[],
  chosen: (name: string) => unknown,
  choose: (name: string, value: unknown) => void,
): void {
  plot.classList.add("aevb-clicks");
  plot.tabIndex = 0;
  plot.setAttribute("role", "application");
  plot.setAttribute("aria-label", `Figure: the arrow keys move ${handles.map(([name]) => name).join(", ")}`);
  let [active] = handles;
  let held: number | undefined;

  const axesOf = (handle: InFigure) => {
    const trace = handle.kind === "pick" && plot._fullData.find(({ name }) => name === handle.trace);
    const number = handle.kind === "click" && handle.panel > 0 ? String(handle.panel + 1) : "";
    const names = trace
      ? [trace.xaxis.replace("x", "xaxis"), trace.yaxis.replace("y", "yaxis")]
      : [`xaxis${number}`, `yaxis${number}`];
    const [x, y] = names.map((name) => plot._fullLayout[name]);
    return x && y ? { x, y, trace: trace || undefined } : undefined;
  };
  /** The handle's value, as a place within its panel in pixels. */
  const placeOf = ([name, handle]: readonly [string, InFigure]) => {
    const axes = axesOf(handle);
    if (!axes) return [0, 0];
    const value = chosen(name);
    const [x, y] = axes.trace
      ? [axes.trace.x[value as number], axes.trace.y[value as number]]
      : (value as number[]);
    return [axes.x.d2p(x), axes.y.d2p(y)];
  };
  const pixelsIn = ({ clientX, clientY }: PointerEvent, { x, y }: { x: Axis; y: Axis }) => {
    const box = plot.getBoundingClientRect();
    return [clientX - box.left - x._offset, clientY - box.top - y._offset];
  };
  const distance = ([a, b]: number[], [c, d]: number[]) => (a - c) ** 2 + (b - d) ** 2;
  const chooseAt = ([name, handle]: readonly [string, InFigure], pixels: readonly number[]) => {
    const axes = axesOf(handle);
    if (!axes) return;
    const { x, y, trace } = axes;
    const place = [x, y].map((axis, i) => Math.min(Math.max(pixels[i], 0), axis._length));
    if (handle.kind === "click") choose(name, [rounded(x.p2d(place[0]), x), rounded(y.p2d(place[1]), y)]);
    else if (trace) {
      const away = Array.from(trace.x, (at, i) => distance([x.d2p(at), y.d2p(trace.y[i])], place));
      choose(name, away.indexOf(Math.min(...away)));
    }
  };

  plot.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0 || !(event.target as Element).classList.contains("nsewdrag")) return;
      const hit = handles
        .flatMap((entry) => {
          const axes = axesOf(entry[1]);
          if (!axes) return [];
          const pixels = pixelsIn(event, axes);
          const inside = [axes.x, axes.y].every(({ _length }, i) => pixels[i] >= 0 && pixels[i] <= _length);
          return inside ? [{ entry, pixels, away: distance(pixels, placeOf(entry)) }] : [];
        })
        .sort((a, b) => a.away - b.away)[0];
      if (!hit) return;
      active = hit.entry;
      held = event.pointerId;
      plot.setPointerCapture(held);
      plot.focus({ preventScroll: true });
      // Plotly must not begin a drag of its own.
      event.preventDefault();
      event.stopPropagation();
      chooseAt(active, hit.pixels);
    },
    true,
  );
  // Otherwise the page scrolls: Chromium does so in spite of `touch-action: none` on the layer.
  const keepFinger = (event: TouchEvent) => {
    if (held === undefined) return;
    event.preventDefault();
    event.stopPropagation();
  };
  plot.addEventListener("touchstart", keepFinger, { capture: true, passive: false });
  plot.addEventListener("pointermove", (event) => {
    const axes = axesOf(active[1]);
    if (event.pointerId === held && axes) chooseAt(active, pixelsIn(event, axes));
  });
  plot.addEventListener("lostpointercapture", () => {
    held = undefined;
  });
  plot.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const axes = axesOf(active[1]);
    if (!move || !axes || event.target !== plot) return;
    event.preventDefault();
    if (axes.trace) {
      const { length } = axes.trace.x;
      choose(active[0], ((chosen(active[0]) as number) + move[0] - move[1] + length) % length);
      return;
    }
    const place = placeOf(active);
    const steps = ARROW_STEPS[Number(event.shiftKey)];
    chooseAt(active, [
      place[0] + (move[0] * axes.x._length) / steps,
      place[1] + (move[1] * axes.y._length) / steps,
    ]);
  });
}

/** A coordinate, no finer than a tenth of a pixel. */
function rounded(value: number, axis: Axis): number {
  const pixel = Math.abs(axis.p2d(axis.d2p(value) + 0.1) - value) || 1e-6;
  const digits = Math.max(0, -Math.floor(Math.log10(pixel)));
  return Number(value.toFixed(Math.min(digits, 12)));
}

/**
 * Which traces differ in the places of their points or the numbers of their map alone, and the title if it changed; undefined
 * if anything else did, or ranges follow the numbers. Plotly draws such traces by themselves, and all others anew at any other
 * change.
 */
function movesOnly(
  plot: Plot,
  before: Figure,
  now: Figure,
): { traces: readonly number[]; title?: string } | undefined {
  const isSame = (a: unknown, b: unknown) =>
    a === b || (!isNumeric(a) && JSON.stringify(a) === JSON.stringify(b));
  const { title: titleBefore, ...layoutBefore } = before.layout;
  const { title, ...layout } = now.layout;
  const [{ text: textBefore, ...styleBefore }, { text, ...style }] = [titleBefore ?? {}, title ?? {}];
  if (!isSame([layoutBefore, styleBefore], [layout, style]) || before.data.length !== now.data.length) return;
  const traces = new Set<number>();
  for (const [i, trace] of now.data.entries()) {
    const names = new Set([...Object.keys(trace), ...Object.keys(before.data[i])]);
    const changed = [...names].filter((name) => !isSame(trace[name], before.data[i][name]));
    if (changed.length === 0) continue;
    const { type = "scatter", x, y, zmin, zmax } = trace;
    const isMap = type === "heatmap" && zmin !== undefined && zmax !== undefined;
    const may = isMap ? ["z"] : type === "scatter" && x && y ? ["x", "y"] : [];
    if (changed.some((name) => !may.includes(name))) return;
    traces.add(i);
  }
  const axes = Object.entries(plot._fullLayout).filter(([name]) => /^[xy]axis\d*$/.test(name));
  if (traces.size > 0 && axes.some(([, axis]) => axis?.autorange)) return;
  const maps = now.data.flatMap(({ type }, i) => (type === "heatmap" ? [i] : []));
  // Plotly takes maps away that are not named when one is.
  if (maps.some((i) => traces.has(i))) for (const i of maps) traces.add(i);
  return { traces: [...traces], ...(text !== textBefore && { title: text ?? "" }) };
}

/** Whether something holds so many numbers that comparing them takes longer than drawing them. */
const isNumeric = (value: unknown) =>
  ArrayBuffer.isView(value) || (Array.isArray(value) && ArrayBuffer.isView(value[0]));

/**
 * Moves the dots of a trace, if it has nothing but many of them; Plotly, which also draws the looks of each anew, takes three
 * times as long for thousands, and does it when the figure is at rest.
 */
function moveDots(plot: Plot, at: number, { mode, x, y }: Figure["data"][number]): boolean {
  if (mode !== "markers" || !ArrayBuffer.isView(x) || !ArrayBuffer.isView(y)) return false;
  const [xs, ys] = [x, y] as unknown as [Float64Array, Float64Array];
  const { xaxis, yaxis } = plot._fullData[at];
  const [xAxis, yAxis] = [xaxis, yaxis].map(
    (name) => plot._fullLayout[`${name[0]}axis${name.slice(1)}`] as Axis,
  );
  const group = [...plot.querySelectorAll(".scatterlayer .trace")].find(
    (one) => (one as Drawn<[{ trace: { index: number } }]>).__data__[0].trace.index === at,
  );
  const dots = [...(group?.querySelectorAll("path.point") ?? [])] as Drawn<{ i: number }>[];
  if (dots.length < MANY_DOTS || dots.length !== xs.length || dots.length !== ys.length) return false;
  const places = dots.map(({ __data__: { i } }) => [xAxis.d2p(xs[i]), yAxis.d2p(ys[i])]);
  if (!places.every(([left, top]) => Number.isFinite(left) && Number.isFinite(top))) return false;
  for (const [k, [left, top]] of places.entries())
    dots[k].setAttribute("transform", `translate(${left.toFixed(2)},${top.toFixed(2)})`);
  return true;
}

/** What to say of traces that are drawn as others, since this Plotly lacks their type, as a page's lacks those in WebGL. */
export function undrawn(plot: HTMLElement, data: readonly { readonly type?: unknown }[]): string {
  const drawn = (plot as Plot)._fullData;
  const missing = data.map(({ type = "scatter" }) => type).filter((type, i) => type !== drawn[i].type);
  return missing.length > 0
    ? `Not drawn as they should be: traces of the type ${[...new Set(missing)].join(", ")}`
    : "";
}

/** Puts together the figure that the state describes; numbers that did not change stay the same arrays. */
function figures(model: Model, hasClicks: boolean): () => Figure {
  const arrays = new Map<string, { bytes: unknown; array: unknown }>();
  const arrayOf = ({ dtype, bytes: name, shape }: Numbers) => {
    const bytes = model.get(name) as ArrayBufferView;
    const known = arrays.get(name);
    if (known?.bytes === bytes) return known.array;
    const types = {
      f4: Float32Array,
      f8: Float64Array,
      i1: Int8Array,
      i2: Int16Array,
      i4: Int32Array,
      u1: Uint8Array,
      u2: Uint16Array,
      u4: Uint32Array,
    };
    const copy = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength).slice();
    const values = new types[dtype as keyof typeof types](copy.buffer);
    const [rows, columns] = (shape ?? "").split(",").map(Number);
    const array = columns
      ? Array.from({ length: rows }, (_, i) => values.subarray(i * columns, (i + 1) * columns))
      : values;
    arrays.set(name, { bytes, array });
    return array;
  };
  const filled = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(filled);
    if ("dtype" in value && "bytes" in value) return arrayOf(value as Numbers);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one)]));
  };
  return () => {
    const data = Array.from({ length: model.get("traces") as number }, (_, i) =>
      filled(model.get(`trace${i}`)),
    );
    const layout = model.get("layout") as object;
    return {
      data: data as Figure["data"],
      layout: { uirevision: "same", ...layout, ...(hasClicks && { dragmode: false }) },
    };
  };
}

export default { initialize, render };
