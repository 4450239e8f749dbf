/**
 * tslab's own `display` sends one MIME type per message, and nothing in it tells a cell that it has been interrupted.
 * Notebooks get both from `globalThis.notebookKernel`, whose contract is lib/notebook/kernel.ts.
 */
import type { NotebookKernel } from "../lib/notebook/kernel";
import type { Comms } from "./comms";
import { holdCell } from "./hold";
import { interruptSignal } from "./interrupt";
import { jupyter } from "./tslab";

/** Makes `notebookKernel` available to cells and to the modules they import. */
export function installBridge(comms: Comms): void {
  const notebookKernel: NotebookKernel = {
    display(bundle, { id, update = false } = {}) {
      const data = bundle as Parameters<typeof jupyter.lastWriteDisplayData>[0]["data"];
      const transient = id === undefined ? {} : { display_id: id };
      jupyter.lastWriteDisplayData({ data, metadata: {}, transient }, update);
    },
    holdCell,
    openModel: (state, answer) => comms.openModel(state, answer),
    get interrupt() {
      return interruptSignal();
    },
  };
  Object.assign(globalThis, { notebookKernel });
}
