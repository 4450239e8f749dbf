import { checkChoice, checkInteger, checkNonNegative, checkRange, rejectUnknownOptions } from "../check";
import { broadcast, type NDArray } from "../ndarray";
import { Random } from "../random";
import { FACE_FACTORS, FACE_SIZE, type FaceFactor, renderFaces, USUAL_FACE } from "./render-faces";

export interface FacesOptions {
  /** Number of faces; default: 4000. */
  size?: number;
  /** The factors that vary from face to face; the others are as in a usual face. Default: all. */
  factors?: readonly FaceFactor[];
  /** P(smile), the share of smiling faces; default: 0.6. */
  smileShare?: number;
  /** ρ from −1 to 1, how much the brows tell about the expression: their correlation with its sign; default: 0, nothing. */
  browCue?: number;
  /** The standard deviation of the noise that is added to every pixel; default: 0.05. */
  noise?: number;
  seed: number;
}

/** Faces, and what they were made from. */
export interface Faces {
  /** Grey pixels, 0 black and 1 white before noise was added, row by row: [size, 560]. */
  readonly points: NDArray;
  /** Pixel rows and columns. */
  readonly imageSize: readonly [rows: number, columns: number];
  /** Each factor's value in every face; a face smiles if its expression is above 0. */
  readonly factors: Readonly<Record<FaceFactor, Float64Array>>;
}

/**
 * Draws faces of 28 × 20 pixels, smiling or frowning: expression ~ N(±0.7, 0.12²), + with the probability smileShare; brow =
 * 0.6 (±ρ + √(1 − ρ²) ε) with the same sign; offsets ~ N(0, 0.03²); the others are uniform over their range. A factor's values
 * do not depend on which others vary. Throws an error that names a bad option.
 */
export function faces(options: FacesOptions): Faces {
  const { size = 4000, factors: varying = FACE_FACTORS, noise = 0.05, seed, ...rest } = options;
  const { smileShare = 0.6, browCue = 0, ...unknown } = rest;
  rejectUnknownOptions("faces", unknown, "size factors noise seed smileShare browCue");
  checkInteger("size", size);
  for (const name of varying) checkChoice("factors", name, FACE_FACTORS);
  checkNonNegative("noise", noise);
  checkRange("smileShare", [smileShare], { least: 0, most: 1, expected: "a number in [0, 1]" });
  checkRange("browCue", [browCue], { least: -1, most: 1, expected: "a number in [−1, 1]" });

  const signs = new Random(seed, "faces", "smile").uniforms(size).map((u) => (u < smileShare ? 1 : -1));
  const draws = (name: FaceFactor) => {
    const random = new Random(seed, "faces", name);
    const normal = (loc: number, scale: number) => loc + scale * random.normal();
    if (name === "expression") return signs.map((sign) => normal(0.7 * sign, 0.12));
    if (name === "brow")
      return signs.map((sign) => 0.6 * normal(browCue * sign, Math.sqrt(1 - browCue ** 2)));
    if (name === "offsetX" || name === "offsetY") return signs.map(() => normal(0, 0.03));
    const lowest = SIGNED.includes(name) ? -1 : 0;
    return random.uniforms(size).map((u) => lowest + (1 - lowest) * u);
  };
  const values = FACE_FACTORS.map((name) => [
    name,
    varying.includes(name) ? draws(name) : new Float64Array(size).fill(USUAL_FACE[name]),
  ]);
  const factors: Faces["factors"] = Object.fromEntries(values);
  const random = new Random(seed, "faces", "noise");
  const points = broadcast((grey) => grey + noise * random.normal(), renderFaces(factors));
  return { points, imageSize: FACE_SIZE, factors };
}

/** Factors from −1 to 1; the other uniform ones are from 0 to 1. */
const SIGNED: readonly FaceFactor[] = ["pose", "nose", "faceWidth"];
