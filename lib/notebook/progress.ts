import type { Progress } from "../training/fit";
import { notebookKernel } from "./kernel";

const UPDATE_MILLISECONDS = 250;
let displays = 0;

/**
 * For `fit`'s `onProgress`: one line below the running cell, updated in place while training runs. Does nothing
 * outside a notebook.
 */
export function showProgress(label: string): (progress: Progress) => void {
  const id = `progress-${Date.now()}-${displays++}`;
  let shown = Number.NEGATIVE_INFINITY;
  return ({ epoch, epochs, loss, seconds }) => {
    const now = performance.now();
    if (epoch < epochs && now - shown < UPDATE_MILLISECONDS) return;
    const left = epoch < epochs ? `, ${((seconds / epoch) * (epochs - epoch)).toFixed(0)} s left` : "";
    const text = `${label}: epoch ${epoch} of ${epochs}, loss ${loss.toFixed(4)}, ${seconds.toFixed(1)} s${left}`;
    notebookKernel()?.display({ "text/plain": text }, { id, update: shown > Number.NEGATIVE_INFINITY });
    shown = now;
  };
}
