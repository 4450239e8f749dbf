import type { GreyImage } from "./grey-image";

/** Format, width, height and the value of white, between which comments may stand; one space ends the header. */
const HEADER = /^P([25])\s+(?:#.*\s+)*(\d+)\s+(?:#.*\s+)*(\d+)\s+(?:#.*\s+)*(\d+)\s/;
const MOST_WHITE = 65535;

/**
 * Reads a PGM image (https://netpbm.sourceforge.net/doc/pgm.html): P5 with one or two bytes for each pixel, or P2 with digits.
 * Throws an Error that begins with `name` and says what is wrong.
 */
export function readPgm(bytes: Buffer, name: string): GreyImage {
  const text = bytes.toString("latin1");
  const header = HEADER.exec(text);
  if (!header) throw new Error(`${name}: expected a PGM header with format, width, height and white`);
  const [format, width, height, white] = header.slice(1).map(Number);
  const size = `${width} × ${height}`;
  if (width === 0 || height === 0) throw new Error(`${name}: expected at least one pixel, got ${size}`);
  if (white === 0 || white > MOST_WHITE)
    throw new Error(`${name}: expected a value of white from 1 to ${MOST_WHITE}, got ${white}`);
  const body = header[0].length;
  const values = format === 5 ? binary(bytes.subarray(body), white) : digits(text.slice(body));
  const count = width * height;
  if (values.length < count)
    throw new Error(`${name}: expected ${count} pixels for ${size}, got ${values.length}`);
  const pixels = Float64Array.from(values.slice(0, count), (value) => value / white);
  for (const [at, pixel] of pixels.entries())
    if (!(pixel <= 1))
      throw new Error(`${name}: expected values from 0 to ${white}, got ${values[at]} at pixel ${at}`);
  return { size: [height, width], pixels };
}

function binary(body: Buffer, white: number): Uint8Array | number[] {
  if (white < 256) return body;
  return Array.from({ length: Math.floor(body.length / 2) }, (_, at) => body.readUInt16BE(2 * at));
}

const digits = (body: string) => (body.replace(/#.*/g, "").match(/\S+/g) ?? []).map(Number);
