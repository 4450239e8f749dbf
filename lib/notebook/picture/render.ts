import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { Resvg } from "@resvg/resvg-js";
import { JSDOM, VirtualConsole } from "jsdom";
import type { Figure } from "../../figures/figure";
import { FAMILY, FONTS, installBoxes } from "./boxes";
import { type DrawnFigure, refuseTooMany, stamped, thinned } from "./dense-points";

interface Plotly {
  newPlot(element: HTMLElement, data: object[], layout: object, config: object): Promise<DrawnFigure>;
  purge(element: HTMLElement): void;
  readonly Snapshot: { toSVG(element: HTMLElement): string };
}

/** Trace types that Plotly draws only with WebGL; without it, Plotly's promise of a picture never settles. */
const WEBGL = /gl$|3d$|^(surface|cone|streamtube|volume|isosurface|splom|parcoords)$|map(box)?$/;

let loaded: { readonly Plotly: Plotly; readonly document: Document } | undefined;

/** plotly.js in a window without a screen, where it draws correctly once texts can be measured. */
function plotlyWindow() {
  if (loaded) return loaded;
  const virtualConsole = new VirtualConsole();
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole,
  });
  installBoxes(window as unknown as Parameters<typeof installBoxes>[0]);
  Object.assign(window, { TextEncoder, TextDecoder });
  Object.assign(window.URL, { createObjectURL: () => "blob:none", revokeObjectURL() {} });
  installCanvas(window.HTMLCanvasElement.prototype);
  window.eval(readFileSync(createRequire(__filename).resolve("plotly.js-dist"), "utf8"));
  loaded = { Plotly: window.Plotly as Plotly, document: window.document };
  return loaded;
}

/** Gives canvas elements a real canvas, on which Plotly draws heatmaps and images before they become part of the SVG. */
function installCanvas(prototype: HTMLCanvasElement): void {
  const canvases = new WeakMap<HTMLCanvasElement, Canvas>();
  const canvasOf = (element: HTMLCanvasElement) => {
    const { width, height } = element;
    const canvas = canvases.get(element);
    if (canvas?.width === width && canvas.height === height) return canvas;
    const created = createCanvas(width, height);
    canvases.set(element, created);
    return created;
  };
  Object.assign(prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      return kind === "2d" ? canvasOf(this).getContext("2d") : null;
    },
    toDataURL(this: HTMLCanvasElement) {
      return canvasOf(this).toDataURL("image/png");
    },
  });
}

/** The SVG that Plotly draws. */
async function renderSvg(figure: Figure): Promise<string> {
  const { Plotly, document } = plotlyWindow();
  const { figure: thin, clouds } = thinned(figure);
  refuseTooMany(thin);
  // Plotly modifies its arguments.
  const { data, layout } = structuredClone({ data: [...thin.data], layout: thin.layout });
  const element = document.body.appendChild(document.createElement("div"));
  try {
    const size = { width: 700, height: 450 };
    const config = { staticPlot: true, _exportedPlot: true };
    const drawn = await Plotly.newPlot(element, data, { ...size, ...layout }, config);
    return stamped(drawn, clouds, () => Plotly.Snapshot.toSVG(drawn));
  } finally {
    Plotly.purge(element);
    element.remove();
  }
}

/**
 * Draws a figure as a PNG; a figure with a slider is drawn at its initial position. Throws a TypeError for a trace that
 * needs WebGL, and a RangeError for a figure with too many points to draw in time.
 */
export async function renderPng(figure: Figure): Promise<Buffer> {
  const types = figure.data.map((trace) => (trace as { type?: string }).type ?? "scatter");
  const impossible = types.find((type) => type !== "heatmap" && WEBGL.test(type));
  if (impossible) throw new TypeError(`a trace of type ${impossible} needs WebGL, which only a browser has`);
  const svg = (await renderSvg(figure))
    .replace(/url\('(#[^']+)'\)/g, "url($1)")
    // resvg smooths magnified images unless SVG's older term tells it not to.
    .replaceAll("image-rendering: pixelated", "image-rendering: optimizeSpeed");
  const font = {
    loadSystemFonts: false,
    fontFiles: FONTS,
    defaultFontFamily: FAMILY,
    sansSerifFamily: FAMILY,
  };
  return new Resvg(svg, { font }).render().asPng();
}
