/**
 * `npm run study`: statistical checks that take too long for a test. Prints the figures, and fails if one is outside its
 * expected range. `npm run study -- --seeds 8 --epochs 5000`
 */
import { parseArgs } from "node:util";
import { studyAmbiguity } from "./ambiguity";
import { studyDigits } from "./digits";
import { studyFaces } from "./faces";
import { studyKills } from "./kills";
import { studyNormals } from "./normals";
import { studyObjectives } from "./objectives";
import { studySeeds } from "./seeds";
import { studySweeps } from "./sweeps";

const { values: options } = parseArgs({
  options: { seeds: { type: "string", default: "8" }, epochs: { type: "string", default: "5000" } },
});

async function main(): Promise<void> {
  const seeds = Number(options.seeds);
  const epochs = Number(options.epochs);
  const checks = {
    ...(await studyNormals()),
    ...(await studySeeds(seeds, epochs)),
    ...(await studyObjectives(seeds, epochs)),
    ...(await studyAmbiguity(Math.min(seeds, 4), epochs)),
    ...(await studySweeps()),
    ...studyKills(),
    ...(await studyFaces(Math.min(seeds, 4))),
    // A training on all of MNIST takes minutes.
    ...(await studyDigits(Math.min(seeds, 2))),
  };
  console.log();
  for (const [what, holds] of Object.entries(checks)) console.log(`${holds ? "holds" : "FAILS"}  ${what}`);
  if (Object.values(checks).includes(false)) process.exitCode = 1;
}

main();
