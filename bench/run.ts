/**
 * `npm run bench`: times training steps and evaluations of our engines against stock tfjs-node, PyTorch and JAX, prints a
 * table, and writes results/latest.json and its figure. `npm run bench -- --quick` times only what the ratios need, in less
 * than a minute, and writes nothing. The last line holds the ratios as JSON. While other programs use the processor, it
 * waits, and after a minute it fails.
 */
import { parseArgs } from "node:util";
import { ensureBenchPython } from "../scripts/setup/python.mjs";
import { ALL, QUICK } from "./cases";
import { compete } from "./competition";
import { canTime, contenders, inQuickRun } from "./contenders";
import { measureDisplay } from "./display";
import { waitForQuiet } from "./load";
import { measurePeak } from "./peak";
import { ratios } from "./ratios";
import { save } from "./record";

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: { quick: { type: "boolean", default: false }, python: { type: "string" } },
  });
  const all = contenders(options.python ?? (await ensureBenchPython()));
  await waitForQuiet();
  const peak = await measurePeak();
  const displayShare = await measureDisplay(options.quick ? 2 : 5);
  const results = options.quick
    ? await compete(QUICK, all, inQuickRun, { seconds: 0.05, rounds: 5 })
    : await compete(ALL, all, canTime, { seconds: 0.5, rounds: 5 });

  const line = ratios(results, peak, displayShare);
  console.log(`\nPeak of one thread: ${(peak / 1e9).toFixed(1)} GFLOP/s\n`);
  if (!options.quick) await save({ ratios: line, peak, results });
  if (results.some(({ error }) => error)) process.exitCode = 1;
  console.log(JSON.stringify(line));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
