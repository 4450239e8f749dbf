import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
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
  window.HTMLCanvasElement.prototype.getContext = () => null;
  window.eval(readFileSync(createRequire(__filename).resolve("plotly.js-dist"), "utf8"));
  loaded = window.Plotly as Plotly;
  return loaded;
}

/** A figure as a picture, a PNG; of one with a slider the position at which it is first shown. */
export async function renderPng(figure: Figure): Promise<Buffer> {
  const { figure: thin, clouds } = thinned(figure);
  const { width = 700, height = 450 } = thin.layout as { width?: number; height?: number };
  const { data, layout } = structuredClone({ data: thin.data, layout: thin.layout });
  const drawn = await plotly().toImage(
    { data, layout },
    { format: "svg", imageDataOnly: true, width, height },
  );
  const svg = stamped(drawn, clouds).replace(/url\('(#[^']+)'\)/g, "url($1)");
  const font = {
    loadSystemFonts: false,
    fontFiles: FONTS,
    defaultFontFamily: FAMILY,
    sansSerifFamily: FAMILY,
  };
  return new Resvg(svg, { font }).render().asPng();
}
