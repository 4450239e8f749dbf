import * as vb from "../../lib";
import { BEST_Q, fitWithBestQ } from "./price/best-q";
import { drawn, klOfTruth, NOISES, PLANE, SIZES } from "./price/data";
import { logProbOfSeen, MEASURES, posteriors } from "./price/measures";
import { BATCH, OBJECTIVES, RATE, SHAPE, STEPS, schedule, trained } from "./price/models";
import type { RecordedStudy } from "./record";

/** Newton's steps of each q between two steps of the decoder, and fewer and more. */
const INNER_STEPS = 4;
const OTHER_INNER_STEPS = [1, 16];
/** The number of points of what is done at one size alone, longer trainings, and starts of the same training. */
const SIZE = 1000;
const LONGER = 30_000;
const LONGEST = 150_000;
const STARTS = 4;
/** The objectives that go on for longer, and start again. */
const PAIR = ["exact evidence", "bound, width 10"] as const;

const dataSets = (question: string, size: number, more: object = {}) =>
  Object.entries(NOISES).flatMap(([data, all]) =>
    all.map((noise) => ({ question, data, noise, size, ...more })),
  );
const middles = (question: string, more: object) =>
  Object.entries(NOISES).map(([data, [, noise]]) => ({ question, data, noise, size: SIZE, ...more }));

interface Part {
  readonly question: string;
  readonly data: string;
  readonly noise: number;
  readonly size: number;
  readonly steps: number;
  readonly innerSteps: number;
}

/** What would explain the prices of the study `price` otherwise, and two objectives that take long. */
export const priceControls: RecordedStudy = {
  name: "price-controls",
  settings: { SHAPE, STEPS, BATCH, RATE, OBJECTIVES, PLANE, MEASURES, BEST_Q, INNER_STEPS, STARTS, PAIR },
  parts: [
    ...dataSets("objectives", SIZE),
    ...dataSets("starts", SIZE),
    ...dataSets("patience", SIZE, { steps: LONGER }),
    ...OTHER_INNER_STEPS.flatMap((innerSteps) => middles("inner steps", { innerSteps })),
    ...SIZES.filter((size) => size !== SIZE).flatMap((size) => dataSets("objectives", size)),
    ...middles("patience", { steps: LONGEST }),
  ],
  async conduct(part, seed) {
    const { question, data, noise, size, steps, innerSteps } = part as unknown as Part;
    const { points } = drawn(data, noise, size, seed);
    const some = drawn(data, noise, MEASURES.searched, seed + 1000).points;
    const quality = (model: vb.VariationalAutoencoder) => ({
      kl: klOfTruth(data, noise, model),
      seen: logProbOfSeen(model, points),
    });
    const full = (model: vb.VariationalAutoencoder) => {
      const { gap, family, twoModes } = posteriors(model, some);
      return { ...quality(model), gap: gap(model.posterior(some)), family, twoModes };
    };
    /** Without an encoder: on fresh points the best q leaves the family's gap. */
    function withBestQ(innerSteps: number) {
      const model = new vb.VariationalAutoencoder({ ...SHAPE, seed });
      const settings = { ...schedule(size, STEPS), steps: STEPS, latentSamples: 3, innerSteps, seed };
      const { loc, scale } = fitWithBestQ(model, points, settings);
      const seen = points.head(MEASURES.searched);
      const own = new vb.Normal(loc.head(MEASURES.searched), scale.head(MEASURES.searched));
      const found = posteriors(model, seen);
      const { family, twoModes } = posteriors(model, some);
      // How much of the bound its q miss at the end, at points that the decoder was trained on.
      return { ...quality(model), gap: family, family, twoModes, missed: found.gap(own) - found.family };
    }
    switch (question) {
      case "objectives":
        return [
          { objective: "bound, best q", ...withBestQ(INNER_STEPS) },
          { objective: "IWAE, 50 draws", ...full(await trained("IWAE, 50 draws", points, seed)) },
        ];
      case "inner steps":
        return [{ objective: "bound, best q", ...withBestQ(innerSteps) }];
      case "patience": {
        const rows = [];
        for (const objective of PAIR)
          rows.push({ objective, ...full(await trained(objective, points, seed, steps)) });
        return rows;
      }
      default: {
        const rows = [];
        for (let start = 1; start <= STARTS; start++)
          for (const objective of PAIR) {
            const model = await trained(objective, points, seed + 100 * (start - 1));
            const { elbo } = vb.elbo(model, points, { latentSamples: 50, seed });
            rows.push({ start, objective, ...quality(model), elbo: elbo.mean() });
          }
        return rows;
      }
    }
  },
};
