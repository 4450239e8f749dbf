import * as vb from "../../../lib";

export const SMILE_SHARE = 0.6;
export const BROW_CUE = 0.6;
export const NOISE = 0.05;
/** The sitter whose mouth is covered. */
export const SITTER = {
  factors: ["expression", "brow"],
  smileShare: SMILE_SHARE,
  browCue: BROW_CUE,
} as const;

const [ROWS, COLUMNS] = vb.faces({ size: 1, seed: 1 }).imageSize;
export const PIXELS = Array.from({ length: ROWS * COLUMNS }, (_, p) => p);
const isHidden = (p: number) => {
  const [row, column] = [Math.floor(p / COLUMNS), p % COLUMNS];
  return row >= 16 && row <= 23 && column >= 2 && column <= 17;
};
export const HIDDEN = PIXELS.filter(isHidden);
export const VISIBLE = PIXELS.filter((p) => !isHidden(p));

const spaced = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
const [USUAL] = [vb.renderFaces({}).row(0)];
const BROWS = spaced(-1.8, 1.8, 73);
const EXPRESSIONS = spaced(-1.25, 1.25, 100);
const byBrow = vb.renderFaces({ brow: BROWS });
const byExpression = vb.renderFaces({ expression: EXPRESSIONS });
/** The pixels that the brows change, by more than a fifth of the noise. */
export const BROW_PIXELS = PIXELS.filter((p) =>
  byBrow.column(p).some((grey) => Math.abs(grey - USUAL[p]) > NOISE / 5),
);

/** log p(smile) + log p(x|smile) and the same for a frown, for some pixels of sitters. */
function logMoods(faces: vb.NDArray, pixels: readonly number[]) {
  const options = { pixels, browCue: BROW_CUE, noise: NOISE };
  const { smile, frown } = vb.moodLogProbs(faces.columns(pixels), options);
  return Array.from(smile.data, (log, i) => [
    Math.log(SMILE_SHARE) + log,
    Math.log(1 - SMILE_SHARE) + frown.data[i],
  ]);
}

/** The recipe's log p(x) of whole sitters. */
export const logTruth = (faces: vb.NDArray) =>
  vb.NDArray.from(logMoods(faces, PIXELS).map((logs) => vb.logSumExp(logs)));

/** The recipe's P(smile | visible pixels), and log p(hidden | visible). */
export function truth(faces: vb.NDArray) {
  const [visible, whole] = [VISIBLE, PIXELS].map((pixels) => logMoods(faces, pixels));
  return {
    chance: visible.map(([smile, frown]) => 1 / (1 + Math.exp(frown - smile))),
    logHidden: visible.map((logs, i) => vb.logSumExp(whole[i]) - vb.logSumExp(logs)),
  };
}

/** The recipe's expression whose mouth each face's resembles most, and the recipe's face with this mouth and the nearest brows. */
export function recipeFaces(faces: vb.NDArray) {
  const mouths = vb.nearest(faces.columns(HIDDEN), byExpression.columns(HIDDEN));
  const brows = vb.nearest(faces.columns(BROW_PIXELS), byBrow.columns(BROW_PIXELS));
  const images = new vb.NDArray(new Float64Array(faces.size), faces.shape);
  for (let i = 0; i < mouths.length; i++) {
    const [mouth, brow] = [byExpression.row(mouths[i]), byBrow.row(brows[i])];
    images.row(i).set(USUAL.map((grey, p) => mouth[p] + brow[p] - grey));
  }
  return { expressions: Array.from(mouths, (k) => EXPRESSIONS[k]), images };
}
