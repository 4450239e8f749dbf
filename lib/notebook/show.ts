import type { Figure } from "../figures/figure";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { picture } from "./picture/picture";

/** How long a growing figure rests between two pictures, each of which takes a core's time from the computation. */
const REST_MILLISECONDS = 1000;

/**
 * Shows a figure below the running cell: at once for viewers that draw Plotly figures, and as soon as it is drawn as a
 * static picture for those that run no scripts, such as GitHub's preview. A figure without such a picture says why in its
 * plain text. Does nothing outside a notebook.
 */
export function show(figure: Figure): void {
  new GrowingFigure().finish(figure);
}

const bundleOf = (figure: Figure) => ({
  "application/vnd.plotly.v1+json": figure,
  "text/plain": `Plotly figure with ${figure.data.length} traces`,
});

/** A figure that fills in: as pictures meanwhile, which every viewer replaces at once, and in the end as the figure itself. */
export class GrowingFigure {
  private readonly display = new LiveDisplay();
  private busy = false;
  private ended = false;

  /** Shows what `figure` returns, unless an earlier picture is still being drawn or has only just been. */
  offer(figure: () => Figure): void {
    if (notebookKernel()?.drawsFigures) this.display.offer(() => bundleOf(figure()));
    else if (!this.busy) this.draw(figure());
  }

  private async draw(figure: Figure): Promise<void> {
    this.busy = true;
    // The last figure will say why it cannot be drawn.
    const png = await picture(figure).catch(() => undefined);
    if (png && !this.ended) this.display.show({ "image/png": png, "text/plain": "The figure so far" });
    setTimeout(() => {
      this.busy = false;
    }, REST_MILLISECONDS);
  }

  finish(figure: Figure): void {
    this.ended = true;
    const kernel = notebookKernel();
    if (!kernel) return;
    const bundle = bundleOf(figure);
    this.display.show(bundle);
    if (kernel.drawsFigures) return;
    const without = (reason: string) => `${bundle["text/plain"]}, without a static picture: ${reason}`;
    kernel.holdCell(
      picture(figure).then(
        (png) => this.display.show({ ...bundle, "image/png": png }),
        ({ message }: Error) => this.display.show({ ...bundle, "text/plain": without(message) }),
      ),
    );
  }
}
