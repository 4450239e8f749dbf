import type { Figure } from "../figures/figure";
import { LiveDisplay } from "./live-display";
import { picture } from "./picture/picture";
import { showIn } from "./show";

/** A figure that fills in: as pictures meanwhile, which every viewer replaces at once, and in the end as the figure itself. */
export class GrowingFigure {
  private readonly display = new LiveDisplay();
  private busy = false;
  private ended = false;

  /** Shows what `figure` returns, unless an earlier picture is still being drawn. */
  offer(figure: () => Figure): void {
    if (this.busy || this.ended) return;
    this.busy = true;
    picture(figure())
      .then(
        (png) => {
          if (!this.ended) this.display.show({ "image/png": png, "text/plain": "The figure so far" });
        },
        // The last figure will say why it cannot be drawn.
        () => {},
      )
      .finally(() => {
        this.busy = false;
      });
  }

  finish(figure: Figure): void {
    this.ended = true;
    showIn(this.display, figure);
  }
}
