/** The program of the process that draws pictures: a figure as a message in, a picture as a message out. */
import type { Figure } from "../../figures/figure";
import type { Drawn } from "./picture";
import { renderPng } from "./render";

process.on("message", async (figure: Figure) => process.send!(await draw(figure)));
process.on("disconnect", () => process.exit());

async function draw(figure: Figure): Promise<Drawn> {
  try {
    return { png: (await renderPng(figure)).toString("base64") };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
