import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Canvas, createCanvas } from "@napi-rs/canvas";
import { Resvg } from "@resvg/resvg-js";
import { JSDOM, VirtualConsole } from "jsdom";
import type { Figure } from "../../figures/figure";
import { installBoxes } from "./boxes";
import { stamped, thinned } from "./dense-points";
import { FAMILY, FONTS } from "./text-size";

interface Plotly {
  toImage(
    figure: object,
    options: { format: "svg"; imageDataOnly: true; width: number; height: number },
  ): Promise<string>;
}

/** What Plotly draws by WebGL alone; without it the promise of a picture never settles. */
const WEBGL = /gl$|3d$|^(surface|cone|streamtube|volume|isosurface|splom|parcoords)$|map(box)?$/;

let loaded: Plotly | undefined;

/** plotly.js in a window without a screen: what it draws is right, once texts have sizes. */
function plotly(): Plotly {
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
  loaded = window.Plotly as Plotly;
  return loaded;
}

/** Heatmaps and images are drawn on a canvas before they are part of the SVG. */
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

/** A figure as a picture, a PNG; of one with a slider the position at which it is first shown. */
export async function renderPng(figure: Figure): Promise<Buffer> {
  const types = figure.data.map((trace) => (trace as { type?: string }).type ?? "scatter");
  const impossible = types.find((type) => type !== "heatmap" && WEBGL.test(type));
  if (impossible) throw new TypeError(`a trace of type ${impossible} needs WebGL, which a browser has`);
  const { figure: thin, clouds } = thinned(figure);
  const { width = 700, height = 450 } = thin.layout as { width?: number; height?: number };
  const { data, layout } = structuredClone({ data: thin.data, layout: thin.layout });
  const drawn = await plotly().toImage(
    { data, layout },
    { format: "svg", imageDataOnly: true, width, height },
  );
  const svg = stamped(drawn, clouds)
    .replace(/url\('(#[^']+)'\)/g, "url($1)")
    // resvg smooths what is magnified unless told in SVG's own older word.
    .replaceAll("image-rendering: pixelated", "image-rendering: optimizeSpeed");
  const font = {
    loadSystemFonts: false,
    fontFiles: FONTS,
    defaultFontFamily: FAMILY,
    sansSerifFamily: FAMILY,
  };
  return new Resvg(svg, { font }).render().asPng();
}
