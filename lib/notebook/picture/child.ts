/** The program of the process that draws pictures: a figure as a message in, a picture as a message out. */
import { Worker } from "node:worker_threads";
import type { Figure } from "../../figures/figure";
import type { Drawn } from "./picture";
import { renderPng } from "./render";

process.on("message", async (figure: Figure) => process.send!(await draw(figure)));
process.on("disconnect", () => process.exit());
// While a drawing hangs, only a thread sees that the parent has ended.
new Worker(
  `const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);`,
  { eval: true },
);

async function draw(figure: Figure): Promise<Drawn> {
  try {
    return { png: (await renderPng(figure)).toString("base64") };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
