/**
 * `npm run bench`: times training steps of our engines against stock tfjs-node, PyTorch and JAX, prints a table, and
 * writes results/latest.json and its figure, results/latest.html. `npm run bench -- --quick` times the post's two
 * trainings only and writes nothing. The last line holds the ratios as JSON.
 */
import { parseArgs } from "node:util";
import { ensureBenchPython } from "../scripts/setup/python.mjs";
import { POST, SIZES, WIDE } from "./cases";
import { compete } from "./competition";
import { contenders, ONE_THREAD } from "./contenders";
import { measureDisplay } from "./display";
import { measurePeak } from "./peak";
import { ratios } from "./ratios";
import { save } from "./record";

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: { quick: { type: "boolean", default: false }, python: { type: "string" } },
  });
  const settings = options.quick ? { seconds: 0.25, rounds: 3 } : { seconds: 0.5, rounds: 5 };
  const all = contenders(options.python ?? (await ensureBenchPython()));
  const fast = all.filter(({ slow }) => !slow);
  const single = all.filter(({ name }) => name === ONE_THREAD);

  const peak = await measurePeak();
  const displayShare = await measureDisplay(settings.rounds);
  const results = options.quick
    ? [...(await compete(POST, fast, settings)), ...(await compete(WIDE.slice(0, 1), single, settings))]
    : await compete([...POST, ...SIZES], all, settings);

  const line = ratios(results, peak, displayShare);
  console.log(`\nPeak of one thread: ${(peak / 1e9).toFixed(1)} GFLOP/s\n`);
  if (!options.quick) save({ ratios: line, peak, results });
  if (results.some(({ error }) => error)) process.exitCode = 1;
  console.log(JSON.stringify(line));
}

main();
