/**
 * tslab's own `display` sends one MIME type a message, and nothing in it tells a cell that it is interrupted. Notebooks
 * get both from `globalThis.notebookKernel`, whose contract is lib/notebook/kernel.ts.
 */
import type { NotebookKernel } from "../lib/notebook/kernel";
import { holdCell } from "./hold";
import { interruptSignal } from "./interrupt";

type Jupyter = Pick<typeof import("tslab/dist/jupyter"), "lastWriteDisplayData">;

/** Puts `notebookKernel` in reach of cells and of the modules they import. */
export function installBridge(jupyter: Jupyter): void {
  const kernel: NotebookKernel = {
    display(bundle, { id, update = false } = {}) {
      const data = bundle as Parameters<Jupyter["lastWriteDisplayData"]>[0]["data"];
      const transient = id === undefined ? {} : { display_id: id };
      jupyter.lastWriteDisplayData({ data, metadata: {}, transient }, update);
    },
    holdCell,
    get interrupt() {
      return interruptSignal();
    },
  };
  Object.assign(globalThis, { notebookKernel: kernel });
}
