import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import type { Figure } from "../../figures/figure";

/** The child's answer: a PNG in base64, or why there is none. */
export type Drawn = { readonly png: string } | { readonly error: string };

/** Longer than any figure takes that is worth a picture, the start of the child included. */
const MOST_MILLISECONDS = 20_000;

let child: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws a figure as a static picture, a PNG in base64, in a process of its own: the cell can continue, and a figure that
 * makes the drawing library crash or hang ends that process alone. It is started once, and again for the figure after such
 * a one. Rejects with an error for a figure that cannot be drawn.
 */
export function picture(figure: Figure): Promise<string> {
  const drawn = last.then(() => draw(figure));
  last = drawn.catch(() => {});
  return drawn;
}

async function draw(figure: Figure): Promise<string> {
  child ??= start();
  const drawing = child;
  // A process waits for its child only while a picture is due.
  drawing.ref();
  drawing.channel!.ref();
  const limit = setTimeout(() => drawing.kill("SIGKILL"), MOST_MILLISECONDS);
  const waiting = new AbortController();
  try {
    drawing.send(figure);
    const [answer] = (await Promise.race([
      once(drawing, "message", waiting),
      once(drawing, "exit", waiting).then(([code, signal]) => {
        throw new Error(
          drawing.killed
            ? `drawing it takes more than ${MOST_MILLISECONDS / 1000} s`
            : `drawing it ended with ${signal ?? `code ${code}`}`,
        );
      }),
    ])) as [Drawn];
    if ("error" in answer) throw new Error(answer.error);
    return answer.png;
  } finally {
    waiting.abort();
    clearTimeout(limit);
    drawing.unref();
    drawing.channel?.unref();
  }
}

function start(): ChildProcess {
  const started = fork(path.join(__dirname, "child.ts"), {
    execArgv: ["--require", createRequire(__filename).resolve("tsx/cjs")],
    // Interrupts of the notebook's kernel go to its whole process group.
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  for (const event of ["exit", "error"])
    started.on(event, () => {
      child = undefined;
    });
  return started;
}
