import type { Figure } from "../figures/figure";
import { notebookKernel } from "./kernel";

/** Shows a figure below the running cell. Does nothing outside a notebook. */
export function show(figure: Figure): void {
  notebookKernel()?.display({
    "application/vnd.plotly.v1+json": figure,
    "text/plain": `Plotly figure with ${figure.data.length} traces`,
  });
}
