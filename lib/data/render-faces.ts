import { checkFinite, rejectUnknownOptions } from "../check";
import { NDArray } from "../ndarray";
import { sigmoid } from "../numerics/sigmoid";

/** Pixel rows and columns of a face, the format of the paper's Frey faces. */
export const FACE_SIZE = [28, 20] as const;

/** What a face is made from, and what each factor is unless it is given. */
export const USUAL_FACE = {
  /** From −1, a frown, to 1, a smile. */
  expression: 0,
  /** From −1 to 1, which side the head turns to. */
  pose: 0,
  /** From 0 to 1, as are the next two. */
  hairDarkness: 0.75,
  hairLength: 0.35,
  fringe: 0.15,
  /** From −1, short, to 1, long. */
  nose: 0,
  /** From −1, narrow, to 1, wide. */
  faceWidth: 0,
  /** From 0, nearly closed, to 1. */
  eyeOpening: 0.7,
  /** How the brows slant: above 0 their inner ends are raised, below 0 lowered, as in anger. */
  brow: 0,
  /** From 0, dark, to 1, light. */
  skin: 0.5,
  /** How far the face is from the middle, in units of ten pixels, to the right and downwards. */
  offsetX: 0,
  offsetY: 0,
};
/** What can differ between faces, with what it usually is. */
export type FaceFactor = keyof typeof USUAL_FACE;
export const FACE_FACTORS = Object.keys(USUAL_FACE) as readonly FaceFactor[];

/**
 * Draws faces of 28 × 20 grey pixels, from 0 (black) to 1, without noise: [count, 560]. A factor is a number for all faces or
 * a list with one for each; those not given are as in USUAL_FACE. Throws an error for an unknown factor, for lists of unequal
 * length and for numbers that are not finite.
 */
export function renderFaces(
  factors: Readonly<Partial<Record<FaceFactor, number | ArrayLike<number>>>>,
): NDArray {
  const { ...unknown } = factors;
  for (const name of FACE_FACTORS) delete unknown[name];
  rejectUnknownOptions("renderFaces", unknown, FACE_FACTORS.join(" "));
  const lists = Object.entries({ ...USUAL_FACE, ...factors }).filter(
    (entry): entry is [FaceFactor, ArrayLike<number>] => typeof entry[1] !== "number",
  );
  const count = lists.length === 0 ? 1 : lists[0][1].length;
  for (const [name, list] of lists)
    if (list.length !== count)
      throw new RangeError(
        `${name}: expected ${count} numbers, as many as ${lists[0][0]} has, got ${list.length}`,
      );
  for (const [name, value] of Object.entries({ ...USUAL_FACE, ...factors }))
    checkFinite(name, typeof value === "number" ? [value] : value);

  const [rows, columns] = FACE_SIZE;
  const pixels = new Float64Array(count * rows * columns);
  const face: Face = { ...USUAL_FACE, ...(factors as Partial<Face>) };
  for (let i = 0, at = 0; i < count; i++) {
    for (const [name, list] of lists) face[name] = list[i];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, at++)
        pixels[at] = greyAt(face, (column + 0.5 - columns / 2) / 10, (row + 0.5 - rows / 2) / 10);
  }
  return new NDArray(pixels, [count, rows * columns]);
}

type Face = Record<FaceFactor, number>;

const BACKGROUND = 0.92;
const CLOTHES = 0.38;
const LIPS = 0.18;
/** The softness of edges; lengths are in units of ten pixels. */
const SOFTNESS = 0.035;
/** The distance from an edge beyond which it changes no pixel by more than 1e-9. */
const FAR = 21 * SOFTNESS;

/** The share of a pixel inside an outline, from its signed distance, below 0 inside. */
const inside = (distance: number) =>
  distance > FAR ? 0 : distance < -FAR ? 1 : sigmoid(-distance / SOFTNESS);

const paint = (grey: number, cover: number, color: number) => grey + cover * (color - grey);

/** Math.hypot is many times slower. */
const length = (a: number, b: number) => Math.sqrt(a * a + b * b);

/** About the signed distance of (u, v) from an ellipse around the origin with the half-axes a and b. */
const ellipse = (u: number, v: number, a: number, b: number) => (length(u / a, v / b) - 1) * Math.min(a, b);

/** The signed distance from a dome: the upper half of an ellipse, on straight sides without an end. */
const dome = (u: number, v: number, a: number, b: number) => ellipse(u, Math.min(v, 0), a, b);

/** The grey of the point (x, y), to the right of and below the middle: what lies in front is painted last. */
function greyAt(face: Face, right: number, down: number): number {
  const [x, y] = [right - face.offsetX, down - face.offsetY];
  const hair = 0.7 - 0.62 * face.hairDarkness;
  // The side that the head turns to is in the light's shadow.
  const skin = (0.66 + 0.18 * face.skin) * (1 - 0.18 * face.pose * x);
  // Outlines move a little as the head turns, features more.
  const headX = x - 0.05 * face.pose;
  const width = 0.6 + 0.08 * face.faceWidth;

  let grey = BACKGROUND;
  const hairEnd = -0.15 + 1.25 * face.hairLength;
  grey = paint(grey, inside(dome(headX, y + 0.2, width + 0.16, 0.92)) * inside(y - hairEnd), hair);
  grey = paint(grey, inside(Math.abs(headX) - 0.27) * inside(0.8 - y), 0.82 * skin);
  grey = paint(grey, inside(ellipse(x, y - 1.62, 0.95, 0.5)), CLOTHES);
  grey = paint(grey, inside(ellipse(headX, y - 0.13, width, 0.88)), skin);
  const hairline = -0.62 + 0.32 * face.fringe + 0.12 * headX;
  grey = paint(grey, inside(dome(headX, y + 0.2, width + 0.1, 0.86)) * inside(y - hairline), hair);
  for (const side of [-1, 1]) grey = paintEye(grey, face, side, x, y, skin, hair);
  grey = paintNose(grey, face, x, y, skin);
  return paintMouth(grey, face, x, y);
}

/** An eye with its rim, pupil and brow; `side` is −1 for the left one in the picture, 1 for the right one. */
function paintEye(
  before: number,
  { pose, faceWidth, eyeOpening, brow }: Face,
  side: number,
  x: number,
  y: number,
  skin: number,
  hair: number,
): number {
  const u = x - 0.2 * pose - side * (0.27 + 0.03 * faceWidth) * (1 - 0.12 * side * pose);
  const v = y + 0.05;
  const height = 0.02 + 0.11 * eyeOpening;
  let grey = paint(before, inside(ellipse(u, v, 0.16, height + 0.035)), 0.55 * skin);
  grey = paint(grey, inside(ellipse(u, v, 0.14, height)), 0.97);
  const pupil = ellipse(u - 0.03 * pose, v, 0.07, 0.07);
  grey = paint(grey, inside(pupil) * inside(Math.abs(v) - height), 0.08);
  const fromBrow = Math.abs(v + 0.26 - 0.6 * brow * side * u) - 0.045;
  return paint(grey, inside(fromBrow) * inside(Math.abs(u) - 0.17), 0.65 * hair);
}

/** A ridge and a tip. */
function paintNose(before: number, { pose, nose }: Face, x: number, y: number, skin: number): number {
  const u = x - 0.27 * pose;
  const end = 0.27 + 0.09 * nose;
  const ridge = inside(Math.abs(u - 0.03 * pose) - 0.035) * inside(-y) * inside(y - end);
  const grey = paint(before, 0.6 * ridge, 0.7 * skin);
  return paint(grey, inside(ellipse(u, y - end, 0.115 + 0.03 * nose, 0.05)), 0.6 * skin);
}

/** A piece of a parabola, with its corners up for a smile, and then a little wider. */
function paintMouth(before: number, { pose, expression }: Face, x: number, y: number): number {
  const u = x - 0.21 * pose;
  const curve = 0.63 + expression * (0.12 - 2.9 * u * u);
  const distance = (y - curve) / length(1, 5.8 * expression * u);
  const cover = inside(Math.abs(distance) - 0.045) * inside(Math.abs(u) - 0.27 - 0.04 * expression);
  return paint(before, cover, LIPS);
}
