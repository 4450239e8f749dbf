/** Makes the cells of an exported notebook run: editors, buttons, and the kernel behind them. */
import { CodeCell } from "./code-cell";
import { followContents } from "./contents";
import { drawSavedFigures, isDark } from "./figures";
import { Kernel } from "./kernel";
import { followNames } from "./names";
import { button } from "./outputs";
import { loadScript } from "./scripts";

const cells: CodeCell[] = [];
const kernel = new Kernel((cell, output) => cells[cell].outputs.add(output));

/** The cells that wait, whether one is running, and whether the reader wants it to stop. */
let queue: CodeCell[] = [];
let busy = false;
let stopping = false;

const status = document.createElement("span");
const all = button("Run all", () => run(cells));
const stop = button("Stop", halt);
const link = button(
  "Copy link",
  async () => {
    await navigator.clipboard.writeText(location.href);
    say("The address of this page, with what you chose, is in the clipboard.");
  },
  "Copy this page's address, with the values of parameters and handles",
);
const restart = button("Restart", async () => {
  queue = [];
  stopping = true;
  await kernel.restart();
  for (const cell of cells) cell.forget();
  say("Restarted: no cell has run yet.");
});

function say(text: string): void {
  status.textContent = text;
  stop.disabled = !busy && kernel.models.size === 0;
}

/** Runs cells in order, and before them those above that have not run yet. */
async function run(wanted: readonly CodeCell[]): Promise<void> {
  const last = cells.indexOf(wanted[wanted.length - 1]);
  const chosen = cells.slice(0, last + 1).filter((cell) => wanted.includes(cell) || !cell.hasRun);
  queue.push(...chosen);
  for (const cell of chosen) cell.wait();
  if (busy) return;
  busy = true;
  stopping = false;
  let unable = 0;
  let failed = false;
  for (let cell = queue.shift(); cell; cell = queue.shift()) {
    say(`Running cell ${cell.number + 1} of ${cells.length}`);
    cell.started();
    const failure = await kernel.run(cell.number, cell.code);
    cell.ended(failure);
    if (failure?.needsJupyter) unable++;
    else if (failure) {
      failed = !stopping;
      break;
    }
  }
  queue = [];
  for (const cell of cells) cell.idle();
  busy = false;
  const ended = failed ? "Stopped at an error." : stopping ? "Stopped." : "Done.";
  say(unable > 0 ? `${ended} Cells that need Jupyter: ${unable}.` : ended);
}

/** Stops after the running cell, which is asked to end; a second time, ends it by a restart. */
function halt(): void {
  if (!busy) {
    // What answers a handle.
    kernel.interrupt();
    return;
  }
  for (const cell of queue.splice(0)) cell.idle();
  if (stopping) {
    restart.click();
    return;
  }
  stopping = true;
  kernel.interrupt();
  say("Stopping. A cell that does not look up can only be ended by a restart: press Stop again.");
}

/** Signs of a reader, until which pictures do for figures, unless they are too bright for the page. */
const SIGNS = "pointermove pointerdown touchstart wheel scroll keydown theme".split(" ");

function onceRead(act: () => void): void {
  const start = () => {
    for (const sign of SIGNS) removeEventListener(sign, start);
    act();
  };
  if (isDark()) act();
  else for (const sign of SIGNS) addEventListener(sign, start, { passive: true });
}

addEventListener("DOMContentLoaded", () => {
  const sections = document.querySelectorAll<HTMLElement>("section.code");
  for (const [number, place] of sections.entries())
    cells.push(
      new CodeCell(place, number, {
        models: kernel.models,
        names() {
          kernel.start();
          return kernel.names;
        },
        run: (cell) => run([cell]),
        runFrom: (cell) => run(cells.slice(cell.number)),
        next: (cell) => cells[cell.number + 1]?.focus(),
      }),
    );
  if (cells.length > 0) {
    const bar = document.createElement("div");
    Object.assign(bar, { className: "bar", role: "toolbar", ariaLabel: "Notebook" });
    status.role = "status";
    bar.append(all, stop, restart, link, status);
    document.querySelector("header")?.append(bar);
    say("Outputs as saved; run the cells to compute them here.");
  }
  onceRead(() => {
    drawSavedFigures();
    if (cells.length > 0) loadScript("editor.js");
  });
  followNames();
  followContents();
});
