import { type MimeBundle, notebookKernel } from "./kernel";
import { UPDATE_MILLISECONDS } from "./update-interval";

let displays = 0;

/** An output below the running cell whose content can be replaced. */
export class LiveDisplay {
  /** Jupyter's id for the output, unique across kernels and their restarts. */
  readonly id = `live-${performance.timeOrigin}-${displays++}`;
  private shown = Number.NEGATIVE_INFINITY;

  /** Shows what `content` returns, unless something was shown less than UPDATE_MILLISECONDS ago. */
  offer(content: () => MimeBundle): void {
    if (performance.now() - this.shown >= UPDATE_MILLISECONDS) this.show(content());
  }

  /** Replaces the content by `bundle`. */
  show(bundle: MimeBundle): void {
    const update = this.shown > Number.NEGATIVE_INFINITY;
    notebookKernel()?.display(bundle, { id: this.id, update });
    this.shown = performance.now();
  }
}
