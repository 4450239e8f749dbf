import type { Figure } from "../figures/figure";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { picture } from "./picture/picture";

/**
 * Shows a figure below the running cell: at once for viewers that draw Plotly figures, and as soon as it is drawn as a
 * static picture for those that run no scripts, such as GitHub's preview. Does nothing outside a notebook.
 */
export function show(figure: Figure): void {
  showIn(new LiveDisplay(), figure);
}

/** Shows a figure as `show` does, in place of the content of `display`. */
export function showIn(display: LiveDisplay, figure: Figure): void {
  const kernel = notebookKernel();
  if (!kernel) return;
  const bundle = {
    "application/vnd.plotly.v1+json": figure,
    "text/plain": `Plotly figure with ${figure.data.length} traces`,
  };
  display.show(bundle);
  if (kernel.drawsFigures) return;
  kernel.holdCell(
    picture(figure).then(
      (png) => display.show({ ...bundle, "image/png": png }),
      (error) => console.error(`The figure has no static picture: ${error}`),
    ),
  );
}
