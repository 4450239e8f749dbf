import { drawn, klOfTruth, NOISES, PLANE, SIZES } from "./price/data";
import { logProbOfSeen, MEASURES, posteriors } from "./price/measures";
import { BATCH, OBJECTIVES, type Objective, RATE, refitted, SHAPE, STEPS, trained } from "./price/models";
import type { RecordedStudy } from "./record";

/** The other objective, IWAE with 50 draws, takes long: `priceControls` has it, with fewer seeds. */
const NAMES: readonly Objective[] = [
  "exact evidence",
  "bound, width 2",
  "bound, width 10",
  "bound, width 50",
  "IWAE, 5 draws",
  "wake–sleep",
];
/** Those whose decoders get a new encoder. */
const REFITTED: readonly Objective[] = ["exact evidence", "bound, width 10"];

/**
 * The gap that a training leaves between bound and evidence, beside its price: how much less log p(x) its decoder gives than
 * one trained on the exact evidence. All trainings of a part start with the same decoder and take equally many steps on the same points.
 */
export const price: RecordedStudy = {
  name: "price",
  settings: { SHAPE, STEPS, BATCH, RATE, OBJECTIVES, PLANE, MEASURES, REFITTED },
  parts: SIZES.flatMap((size) =>
    Object.entries(NOISES).flatMap(([data, all]) => all.map((noise) => ({ data, noise, size }))),
  ),
  async conduct(part, seed) {
    const { data, noise, size } = part as { data: string; noise: number; size: number };
    const { points } = drawn(data, noise, size, seed);
    const some = drawn(data, noise, MEASURES.searched, seed + 1000).points;
    const rows = [];
    for (const objective of NAMES) {
      const model = await trained(objective, points, seed);
      const { gap, family, twoModes } = posteriors(model, some);
      rows.push({
        objective,
        kl: klOfTruth(data, noise, model),
        seen: logProbOfSeen(model, points),
        // The exact evidence leaves the encoder untrained.
        ...(objective !== "exact evidence" && { gap: gap(model.posterior(some)) }),
        family,
        twoModes,
        ...(REFITTED.includes(objective) && {
          refitted: gap((await refitted(model, points, seed)).posterior(some)),
        }),
      });
    }
    return rows;
  },
};
