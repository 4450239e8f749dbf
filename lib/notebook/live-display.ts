import { type MimeBundle, notebookKernel } from "./kernel";

const UPDATE_MILLISECONDS = 250;
let displays = 0;

/** One place below the running cell whose content changes. */
export class LiveDisplay {
  /** Jupyter's name for the place, unique over kernels and their restarts. */
  readonly id = `live-${process.pid}-${Date.now()}-${displays++}`;
  private shown = Number.NEGATIVE_INFINITY;

  /** Shows what `content` makes, unless something was shown less than a quarter of a second ago. */
  offer(content: () => MimeBundle): void {
    if (performance.now() - this.shown >= UPDATE_MILLISECONDS) this.show(content());
  }

  /** Shows a bundle in place of what is there. */
  show(bundle: MimeBundle): void {
    const update = this.shown > Number.NEGATIVE_INFINITY;
    notebookKernel()?.display(bundle, { id: this.id, update });
    this.shown = performance.now();
  }
}
