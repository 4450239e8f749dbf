import type { Figure } from "../figures/figure";
import { plain } from "../figures/plain";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { picture } from "./picture/picture";

/**
 * Shows a figure below the running cell: at once for viewers that draw Plotly figures, and as soon as it is drawn as a
 * static picture for those that run no scripts, such as GitHub's preview. A figure without such a picture says why in its
 * plain text. Any typed array or NDArray can stand for a list of numbers in it. Does nothing outside a notebook.
 */
export function show(figure: Figure): void {
  showIn(new LiveDisplay(), figure);
}

/** Shows a figure as `show` does, in place of the content of `display`. */
export function showIn(display: LiveDisplay, figure: Figure): void {
  const kernel = notebookKernel();
  if (!kernel) return;
  const sent = plain(figure);
  const count = sent.data.length;
  const text = `Plotly figure with ${count} ${count === 1 ? "trace" : "traces"}`;
  const bundle = { "application/vnd.plotly.v1+json": sent, "text/plain": text };
  display.show(bundle);
  if (kernel.drawsFigures) return;
  kernel.holdCell(
    picture(sent).then(
      (png) => display.show({ ...bundle, "image/png": png }),
      ({ message }: Error) =>
        display.show({ ...bundle, "text/plain": `${text}, without a static picture: ${message}` }),
    ),
  );
}
