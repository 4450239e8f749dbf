import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkInteger, rejectUnknownOptions } from "../check";
import { NDArray } from "../ndarray";
import { type GreyImage, resized } from "./grey-image";
import { readPgm } from "./pgm";

export interface ImagesOptions {
  /** Pixel rows and columns that every picture is brought to; default: that of the files, which must all be the same. */
  imageSize?: readonly [rows: number, columns: number];
}

/** Pictures as points. */
export interface Images {
  /** Grey pixels row by row, 0 black and 1 white: [count, rows · columns]. */
  readonly points: NDArray;
  /** Pixel rows and columns. */
  readonly imageSize: readonly [rows: number, columns: number];
  /** The file of each picture, relative to the folder. */
  readonly files: readonly string[];
}

const ENDINGS = [".png", ".jpg", ".jpeg", ".pgm"];

/**
 * Reads the PNG, JPEG and PGM pictures in a folder and the folders inside it, as grey; transparent ones lie on white. Rejects
 * with an Error that names the folder or the file and what is wrong with it.
 */
export async function images(folder: string, options: ImagesOptions = {}): Promise<Images> {
  const { imageSize, ...rest } = options;
  rejectUnknownOptions("images", rest, "imageSize");
  for (const length of imageSize ?? []) checkInteger("imageSize", length);
  const files = imagesIn(folder);
  const pictures: GreyImage[] = [];
  for (const file of files) {
    const picture = await read(path.join(folder, file));
    pictures.push(imageSize ? resized(picture, imageSize) : picture);
  }
  const [{ size }] = pictures;
  pictures.forEach((one, i) => {
    if (one.size.join() === size.join()) return;
    const [got, expected] = [one.size, size].map(([rows, columns]) => `${columns} × ${rows}`);
    throw new Error(
      `${path.join(folder, files[i])}: expected ${expected} pixels, as ${files[0]} has, got ${got}; the option imageSize brings all to one size`,
    );
  });
  const points = NDArray.from(pictures.map(({ pixels }) => pixels));
  return { points, imageSize: size, files };
}

/** The pictures' paths relative to the folder, with 2.png before 10.png. */
function imagesIn(folder: string): string[] {
  let all: string[];
  try {
    all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (cause) {
    throw new Error(`${folder}: cannot be read as a folder: ${(cause as Error).message}`, { cause });
  }
  const files = all.filter(
    (file) => ENDINGS.includes(path.extname(file).toLowerCase()) && !path.basename(file).startsWith("."),
  );
  if (files.length === 0)
    throw new Error(`${folder}: expected pictures that end in ${ENDINGS.join(", ")}, found none`);
  return files.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

async function read(file: string): Promise<GreyImage> {
  const bytes = readFileSync(file);
  const start = bytes.toString("latin1", 0, 4);
  if (/^P[25]\s/.test(start)) return readPgm(bytes, file);
  if (start === "\x89PNG") return decoded(bytes, file, "IEND");
  if (start.startsWith("\xff\xd8")) return decoded(bytes, file, "\xff\xd9");
  throw new Error(`${file}: expected a PNG, JPEG or PGM picture, but it does not begin like one`);
}

/** The part of @napi-rs/canvas that is needed, whose own types must stay out of the type check of cells. */
interface CanvasLibrary {
  loadImage(bytes: Buffer): Promise<{ readonly width: number; readonly height: number }>;
  createCanvas(width: number, height: number): { getContext(kind: "2d"): Context };
}
interface Context {
  fillStyle: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  drawImage(image: object, x: number, y: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}
const CANVAS: string = "@napi-rs/canvas";

/** Within how many bytes of its end a file must have its format's last mark. */
const LAST_BYTES = 64;

/** A PNG or JPEG. The library draws what there is of a truncated one, so its end is looked for first. */
async function decoded(bytes: Buffer, file: string, lastMark: string): Promise<GreyImage> {
  if (!bytes.subarray(-LAST_BYTES).includes(lastMark, 0, "latin1"))
    throw new Error(`${file}: is truncated: the end of the picture is missing`);
  const { loadImage, createCanvas }: CanvasLibrary = await import(/* @vite-ignore */ CANVAS);
  const image = await loadImage(bytes).catch((cause) => {
    throw new Error(`${file}: cannot be decoded: ${cause.message}`, { cause });
  });
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = Float64Array.from({ length: width * height }, (_, at) => grey(data, 4 * at) / 255);
  return { size: [height, width], pixels };
}

/** The luma of Rec. 601, as in JPEG. */
const grey = (rgba: Uint8ClampedArray, at: number) =>
  0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2];
