import type { Figure } from "../lib/figures/figure";
import frontEnd from "../lib/notebook/interact/front-end";
import { darkColor } from "./dark";
import { drawFigure, isDark, loadPlotly, removeFigure } from "./figures";
import type { Failure, Output } from "./messages";
import type { PageModel } from "./models";

const PLOTLY = "application/vnd.plotly.v1+json";

/** The outputs below a cell. Those of an earlier run stay, faded, until the first new one comes. */
export class Outputs {
  constructor(
    private readonly place: HTMLElement,
    /** Figures with handles, by the ids that their layouts name. */
    private readonly models: ReadonlyMap<string, PageModel>,
  ) {}

  start(): void {
    this.place.classList.add("stale");
  }

  finish(failure: Failure | undefined): void {
    if (!failure) {
      this.refresh();
      return;
    }
    if (failure.needsJupyter) {
      // What Jupyter computed stays below the reason why the page cannot.
      this.place.classList.remove("stale");
      for (const note of this.place.querySelectorAll(":scope > .note")) note.remove();
    }
    const output = this.added(failure.needsJupyter ? "note" : "error");
    output.textContent = failure.message + (failure.line ? ` (this cell, line ${failure.line})` : "");
    output.setAttribute("role", "alert");
    if (failure.needsJupyter) this.place.prepend(output);
  }

  add(output: Output): void {
    this.refresh();
    if (output.kind === "print") this.print(output.text, output.warning);
    else if (output.kind === "display") this.display(output.id, output.bundle);
    else this.file(output.path, output.bytes);
  }

  private print(text: string, warning: boolean): void {
    const last = this.place.lastElementChild;
    const name = warning ? "warning" : "text";
    if (last?.classList.contains(name)) last.textContent += `\n${text}`;
    else this.added(name).textContent = text;
  }

  private display(id: string, bundle: Readonly<Record<string, unknown>>): void {
    const output = this.named(id);
    removeFigure(output);
    if (PLOTLY in bundle) {
      output.replaceChildren();
      const figure = bundle[PLOTLY] as Figure;
      const model = this.models.get(
        (figure.layout.meta as { interact?: string } | undefined)?.interact ?? "",
      );
      if (model) loadPlotly().then(() => frontEnd.render({ model, el: output }));
      else drawFigure(output, figure);
      return;
    }
    const svg = bundle["image/svg+xml"] as string | undefined;
    // The live chart of a training, which soon draws itself again.
    const chart = isDark()
      ? svg?.replace(/"(#[\dA-F]{6}|white)"/g, (_, color) => `"${darkColor(color)}"`)
      : svg;
    const html = bundle["text/html"] ?? chart;
    output.className = html === undefined ? "output text" : "output display";
    if (html === undefined) output.textContent = String(bundle["text/plain"] ?? "");
    else output.innerHTML = String(html);
  }

  /** A link to a file that the cell saved. */
  private file(path: string, bytes: Uint8Array): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes as BlobPart]));
    link.download = path.split("/").at(-1) ?? path;
    link.textContent = `${path} (${Math.ceil(bytes.length / 1000)} kB)`;
    this.named(path).replaceChildren("Saved in this browser; download: ", link);
  }

  /** The output of this name, which is added if there is none. */
  private named(name: string): HTMLElement {
    const shown = [...this.place.children].find((one) => (one as HTMLElement).dataset.display === name);
    const output = (shown as HTMLElement | undefined) ?? this.added("display");
    output.dataset.display = name;
    return output;
  }

  private added(kind: string): HTMLElement {
    this.refresh();
    const output = document.createElement("div");
    output.className = `output ${kind}`;
    this.place.append(output);
    return output;
  }

  private refresh(): void {
    if (this.place.classList.contains("stale")) this.place.replaceChildren();
    this.place.classList.remove("stale");
  }
}

/** A button; `title` says more than its text to readers who hover over it. */
export function button(text: string, action: () => void, title = ""): HTMLButtonElement {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: text, title });
  made.addEventListener("click", action);
  return made;
}
