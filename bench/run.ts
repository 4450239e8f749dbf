/**
 * `npm run bench`: times training steps of our engines against stock tfjs-node, PyTorch and JAX, prints a table, and
 * writes results/latest.json and its figure, results/latest.html. `npm run bench -- --quick` times the post's two
 * trainings and the paper's only and writes nothing. The last line holds the ratios as JSON. While other programs use the
 * processor it only says so.
 */
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { ensureBenchPython } from "../scripts/setup/python.mjs";
import { PAPER, PAPER_OTHERS, PAPER_WIDE, POST, SIZES, WIDE } from "./cases";
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
  if (isLoaded()) {
    process.exitCode = 1;
    return;
  }
  const settings = options.quick ? { seconds: 0.25, rounds: 3 } : { seconds: 0.5, rounds: 5 };
  const all = contenders(options.python ?? (await ensureBenchPython()));
  const fast = all.filter(({ slow }) => !slow);
  const fastWide = all.filter((contender) => contender.fastWide);
  const single = all.filter(({ name }) => name === ONE_THREAD);

  const peak = await measurePeak();
  const displayShare = await measureDisplay(settings.rounds);
  const results = options.quick
    ? [
        ...(await compete(POST, fast, settings)),
        ...(await compete(WIDE.slice(0, 1), single, settings)),
        ...(await compete([...PAPER, PAPER_WIDE], fastWide, { ...settings, seconds: 0.1 })),
      ]
    : await compete([...POST, ...SIZES, ...PAPER, PAPER_WIDE, ...PAPER_OTHERS], all, settings);

  const line = ratios(results, peak, displayShare);
  console.log(`\nPeak of one thread: ${(peak / 1e9).toFixed(1)} GFLOP/s\n`);
  if (!options.quick) save({ ratios: line, peak, results });
  if (results.some(({ error }) => error)) process.exitCode = 1;
  console.log(JSON.stringify(line));
}

/** Whether the machine is too busy for its times to mean anything, with a warning if it is. */
function isLoaded(): boolean {
  const [load] = loadavg();
  const cores = availableParallelism();
  const loaded = load > 0.5 * cores;
  if (loaded)
    console.log(
      `Not measured: the load average is ${load.toFixed(2)} on ${cores} cores. Run this on a quiet machine, a minute after other work has ended.`,
    );
  return loaded;
}

main();
