import type { Figure } from "../../figures/figure";
import type { Thread } from "../../thread";
import { threadsFor } from "../../threads";

/** The worker's answer: a PNG in base64, or why there is none. */
export type Drawn = { readonly png: string } | { readonly error: string };

const workers = threadsFor("notebook/picture/worker");
let thread: Thread | undefined;

/**
 * Draws a figure as a static picture, a PNG in base64, in a thread so that the cell can continue. The thread is started
 * once. Rejects with an error for a figure that cannot be drawn without a browser.
 */
export async function picture(figure: Figure): Promise<string> {
  thread ??= workers.start(undefined);
  const answer = thread.ask<Drawn>(figure);
  // A thread that failed takes no more figures.
  answer.catch(() => {
    thread = undefined;
  });
  const drawn = await answer;
  if ("error" in drawn) throw new Error(drawn.error);
  return drawn.png;
}
