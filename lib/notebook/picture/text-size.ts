import { createRequire } from "node:module";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";

const require = createRequire(__filename);

/** The fonts that pictures are drawn with, whichever fonts a machine has. */
export const FONTS = ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
);
export const FAMILY = "DejaVu Sans";

// A name of our own, since a machine may have another version of the family, which canvas would mix in.
const MEASURED = "picture";
for (const file of FONTS) GlobalFonts.registerFromPath(file, MEASURED);
const context = createCanvas(1, 1).getContext("2d");

/** The size in pixels of one line of text, and of its font. */
export function measured(text: string, size: number, isBold: boolean): TextMetrics {
  context.font = `${isBold ? "bold " : ""}${size}px ${MEASURED}`;
  return context.measureText(text);
}
