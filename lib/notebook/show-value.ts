import type { Figure } from "../figures/figure";
import { type MimeBundle, notebookKernel } from "./kernel";
import { show } from "./show";

/** The convention of Deno's kernel: a function of this name returns, or resolves to, a MIME bundle, or nothing to show. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/**
 * Shows a cell's last expression if it is a figure or has a function `Symbol.for("Jupyter.display")`; resolves to whether it is
 * such a one. Rejects as that function does.
 */
export async function showValue(value: unknown): Promise<boolean> {
  if (typeof value !== "object" || value === null) return false;
  const { [DISPLAY]: display, data, layout } = value as Record<PropertyKey, unknown>;
  if (typeof display === "function") {
    const bundle: MimeBundle | undefined = await display.call(value);
    if (bundle) notebookKernel()?.display(bundle);
  } else if (Array.isArray(data) && typeof layout === "object" && layout !== null) show(value as Figure);
  else return false;
  return true;
}
