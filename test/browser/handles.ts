import { expect } from "vitest";
import { type Evaluates, press } from "./reader.js";

/** An exported page in any browser. */
export interface UsesHandles extends Evaluates {
  goto(url: string): Promise<unknown>;
  click(x: number, y: number): Promise<void>;
  /** Runs code in place of the page's first cell. */
  write(code: string): Promise<unknown>;
}

const CODE = `import * as vb from "../lib";
const data = vb.twoGaussians({ size: 500, seed: 1 });
const chosen = await vb.interact({ z: [0, 100], point: vb.click([1, 1]) }, async ({ z, point }) => {
  if (z === 100) throw new Error("too far");
  const model = new vb.Autoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
  const run = await vb.fit(model, data, { epochs: z === 99 ? 10_000_000 : 2, seed: 1 });
  if (z === 98) return { data: [{ type: "scatter3d", x: [0], y: [0], z: [0] }], layout: {} };
  if (z === 97) await vb.interact({ inner: true }, () => ({ data: [], layout: {} }));
  const [x, y] = point.map((one) => Number(one.toFixed(1)));
  const [text, range] = [run.interrupted ? "interrupted" : "z " + z + " at " + x + ", " + y, [-2, 2]];
  return { data: [{ x: [x], y: [y] }], layout: { title: { text }, xaxis: { range }, yaxis: { range } } };
});`;

/** Moves a slider, clicks in the figure, stops a training, meets an error, and comes back to what was chosen. */
export async function useHandles(page: UsesHandles, address: string): Promise<void> {
  const eventually = (selector: string, text: string) =>
    expect
      .poll(() => page.evaluate((one) => document.querySelector(one)?.textContent, selector), {
        timeout: 20_000,
      })
      .toContain(text);
  const title = (text: string) => eventually(".aevb-plot .gtitle", text);
  const slide = (z: number) =>
    page.evaluate((value) => {
      const slider = document.querySelector<HTMLInputElement>(".aevb-handles input")!;
      slider.value = String(value);
      slider.dispatchEvent(new Event("input"));
    }, z);

  await page.goto(address);
  await page.write(CODE);
  await title("z 50 at 1, 1");
  await slide(60);
  await title("z 60 at 1, 1");
  const panel = await page.evaluate(() => {
    const place = document.querySelector(".aevb-plot .nsewdrag")!;
    place.scrollIntoView({ block: "center" });
    const { x, y, width, height } = place.getBoundingClientRect();
    return { x, y, width, height };
  }, null);
  await page.click(panel.x + panel.width / 4, panel.y + panel.height / 2);
  await title("z 60 at -1, 0");
  for (const paper of ["rgb(27, 27, 27)", "rgb(255, 255, 255)"]) {
    await page.evaluate(() => document.querySelector<HTMLElement>("button.theme")!.click(), null);
    const shown = () =>
      page.evaluate(() => {
        const plot = document.querySelector<HTMLElement & { data: { x: number[] }[] }>(".aevb-plot")!;
        const { background } = plot.querySelector<SVGElement>(".main-svg")!.style;
        return [background, plot.data[0].x[0].toFixed(0), plot.querySelector(".gtitle")?.textContent];
      }, null);
    await expect.poll(shown).toEqual([paper, "-1", "z 60 at -1, 0"]);
  }
  await slide(99);
  await eventually(".aevb-plot.aevb-old[aria-busy=true] .gtitle", "z 60 at -1, 0");
  await press(page, "Stop");
  await title("interrupted");
  await slide(100);
  await eventually(".aevb-error", "Error: too far (this cell, line 4)");
  await slide(98);
  await eventually(".aevb-error", "Not drawn as they should be: traces of the type scatter3d");
  await slide(97);
  await eventually(".aevb-error", "draw cannot show handles of its own");
  await slide(61);
  await title("z 61 at -1, 0");
  await eventually(".aevb-error", "");

  const chosen = await page.evaluate(() => location.href, null);
  // Another query makes it a visit of its own.
  await page.goto(chosen.replace("#", "?again#"));
  await page.write(CODE);
  await title("z 61 at -1, 0");
}
