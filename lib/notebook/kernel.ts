/** The content of a display message: one representation of the same thing per MIME type. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What a figure with handles and the page that shows it have in common: JSON values and typed arrays, by name. */
export type SharedState = Readonly<Record<string, unknown>>;

/**
 * Computes what follows from what the reader changed, and returns the part of the state that it decides. It runs as a cell
 * does, between cells. `interrupt` is aborted, and what it returns is dropped, when the reader has changed something again.
 */
export type Answer = (changed: SharedState) => Promise<SharedState>;

/** What the project's Jupyter kernel offers to the code it runs. */
export interface NotebookKernel {
  /** Shows a bundle in the running cell; with `update`, replaces the display that was sent with the same `id`. */
  display(bundle: MimeBundle, options?: { id?: string; update?: boolean }): void;
  /** Keeps the running cell from ending until `work` settles, for a few seconds at most: until then displays belong to it. */
  holdCell(work: Promise<unknown>): void;
  /**
   * Aborts when the reader interrupts the running cell. Code that reads it promises to stop by itself: the
   * kernel then waits for the cell to end, and only a second interrupt aborts it.
   */
  readonly interrupt: AbortSignal;
  /**
   * Shares a state with the page until the running cell runs again. A page that has the model's front end mounts it in
   * place of the figure whose `layout.meta.interact` is the model's id.
   */
  openModel?(state: SharedState, answer: Answer): { readonly id: string };
  /** Whether everyone who sees the displays can draw Plotly figures, so that these need no static picture. */
  readonly drawsFigures?: boolean;
}

/** The kernel this code runs in; undefined in scripts and tests. */
export function notebookKernel(): NotebookKernel | undefined {
  return (globalThis as { notebookKernel?: NotebookKernel }).notebookKernel;
}
