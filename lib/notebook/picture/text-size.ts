import { createRequire } from "node:module";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";

const require = createRequire(__filename);

/** The fonts of pictures, independent of the machine's own. */
export const FONTS = ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
);
export const FAMILY = "DejaVu Sans";

// A name of our own, since under the family's name canvas could use the machine's version.
const MEASURED = "picture";
for (const file of FONTS) GlobalFonts.registerFromPath(file, MEASURED);
const context = createCanvas(1, 1).getContext("2d");

/** How large one line of text is in pixels, and how far its font reaches above and below the baseline. */
export function measured(text: string, size: number, isBold: boolean): TextMetrics {
  context.font = `${isBold ? "bold " : ""}${size}px ${MEASURED}`;
  return context.measureText(text);
}
