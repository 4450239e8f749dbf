import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "opentype.js";

const require = createRequire(__filename);

/** The fonts that pictures are drawn with, wherever they are made. */
export const FONTS = ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
);
export const FAMILY = "DejaVu Sans";

const [regular, bold] = FONTS.map((file) => {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return parse(buffer.slice(byteOffset, byteOffset + byteLength));
});

/** Width in pixels of one line of text, without kerning. */
export function textWidth(text: string, size: number, isBold: boolean): number {
  const font = isBold ? bold : regular;
  let units = 0;
  for (const char of text) units += font.charToGlyph(char).advanceWidth ?? 0;
  return (units / font.unitsPerEm) * size;
}

/** How far a line of text reaches above and below its baseline, in units of its size. */
export const ASCENT = regular.ascender / regular.unitsPerEm;
export const DESCENT = -regular.descender / regular.unitsPerEm;
