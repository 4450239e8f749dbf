import { CONTEST, contest, WHO } from "./faces/contest";
import { COVERED, covered, FACES } from "./faces/covered";
import { BATCH_SIZE, HIDDEN_SIZE, RATE } from "./faces/model";
import { nearby } from "./faces/nearby";
import { PROBE, probe } from "./faces/probe";
import { BROW_CUE, NOISE, SMILE_SHARE } from "./faces/recipe";
import { TRAP, TRAPS, trap } from "./faces/trap";
import type { RecordedStudy } from "./record";

/** Drawn faces: a covered mouth, a contest of densities, a trap in scaling, and what codes tell of the recipe's factors. */
export const faces: RecordedStudy = {
  name: "faces",
  settings: {
    ...{ HIDDEN_SIZE, BATCH_SIZE, RATE, SMILE_SHARE, BROW_CUE, NOISE },
    ...{ COVERED, FACES, CONTEST, TRAP, PROBE },
  },
  parts: [
    ...Object.keys(FACES).map((kind) => ({ part: "covered", kind })),
    ...["3000 faces", "20 000 faces"].map((kind) => ({ part: "nearby", kind })),
    ...Object.keys(WHO).map((who) => ({ part: "contest", who })),
    ...TRAPS.map((one) => ({ part: "trap", ...one })),
    ...[2, 5, 10].map((latentSize) => ({ part: "probe", latentSize })),
  ],
  async conduct({ part, kind, who, centred, scaled, latentSize }, seed) {
    switch (part) {
      case "covered":
        return covered(kind as keyof typeof FACES, seed);
      case "nearby":
        return nearby(kind as keyof typeof FACES, seed);
      case "contest":
        return contest(who as keyof typeof WHO, seed);
      case "trap":
        return [await trap(centred as string, scaled as boolean, seed)];
      default:
        return probe(latentSize as number, latentSize === 10 ? 300 : 100, seed);
    }
  },
};
