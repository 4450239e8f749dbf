import type { Figure } from "../../figures/figure";

/** A page draws figures itself. */
export async function picture(_figure: Figure): Promise<string> {
  throw new Error("a page has no static pictures");
}
