import type { EditorView } from "@codemirror/view";
import type { Failure } from "./messages";
import type { PageModel } from "./models";
import { button, Outputs } from "./outputs";
import { addressParameters, parameterFields, updateFields, withAddressed } from "./parameters";
import { loadScript } from "./scripts";
import { keepCode, keptCode } from "./storage";

/** Defined by editor.js. */
declare const editing: typeof import("./editor");

/** What a cell asks of the page. */
export interface CellActions {
  readonly models: ReadonlyMap<string, PageModel>;
  names(): Readonly<Record<string, readonly string[]>>;
  run(cell: CodeCell): void;
  runFrom(cell: CodeCell): void;
  /** Moves on to the next cell. */
  next(cell: CodeCell): void;
}

/** A code cell of the page: its editor, its buttons and its outputs. */
export class CodeCell {
  readonly outputs: Outputs;
  /** Whether it has run, as it is now, since the start. */
  hasRun = false;
  private readonly source: HTMLElement;
  private readonly saved: string;
  private readonly runButton: HTMLButtonElement;
  private readonly resetButton: HTMLButtonElement;
  private readonly fields: HTMLElement | undefined;
  private editor: EditorView | undefined;
  /** The code as it is now. */
  code: string;

  constructor(
    private readonly place: HTMLElement,
    readonly number: number,
    private readonly actions: CellActions,
  ) {
    this.source = place.querySelector<HTMLElement>(".source")!;
    this.saved = this.source.textContent?.replace(/\n$/, "") ?? "";
    this.code = this.saved;
    this.outputs = new Outputs(place.querySelector<HTMLElement>(".outputs")!, actions.models);
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    this.runButton = this.button("Run", "Run this cell (Shift+Enter)", () => actions.run(this));
    const from = this.button("Run from here", "Run this cell and all below", () => actions.runFrom(this));
    this.resetButton = this.button("Reset", "Undo all changes to this cell", () => this.change(this.saved));
    this.resetButton.hidden = true;
    buttons.append(this.runButton, from, this.resetButton);
    this.source.before(buttons);
    if (place.dataset.tags?.split(" ").includes("parameters")) {
      this.fields = parameterFields(
        () => this.code,
        (code) => this.change(code),
      );
      this.source.before(this.fields);
    }
    // The saved code is shown until the reader wants to write.
    const textbox = { tabIndex: 0, role: "textbox", ariaMultiLine: "true", ariaLabel: this.label };
    Object.assign(this.source, textbox);
    const code = keptCode(number, this.saved) ?? this.saved;
    const wanted = this.fields ? withAddressed(code) : code;
    if (wanted !== this.saved) this.change(wanted);
    this.source.addEventListener("focus", () => this.open());
    this.source.addEventListener("pointerdown", () => setTimeout(() => this.focus()));
  }

  private get label(): string {
    return `Code of cell ${this.number + 1}`;
  }

  focus(): void {
    (this.editor ?? this.source).focus();
  }

  /** Replaces the saved code by an editor, unless there is one. */
  private async open(): Promise<void> {
    await loadScript("editor.js");
    if (this.editor) return;
    const hasFocus = document.activeElement === this.source;
    const place = document.createElement("div");
    place.className = "source editor";
    this.source.replaceWith(place);
    this.editor = editing.createEditor({
      place,
      code: this.code,
      label: this.label,
      names: () => this.actions.names(),
      onChange: (code) => this.note(code),
      onRun: () => {
        this.actions.run(this);
        this.actions.next(this);
      },
      onLeave: () => this.runButton.focus(),
    });
    if (hasFocus) this.editor.focus();
  }

  wait(): void {
    this.place.dataset.state = "waiting";
  }

  started(): void {
    this.place.dataset.state = "running";
    this.place.setAttribute("aria-busy", "true");
    this.outputs.start();
  }

  ended(failure: Failure | undefined): void {
    this.hasRun = !failure || failure.needsJupyter;
    this.outputs.finish(failure);
    this.idle();
    if (failure) this.place.dataset.state = failure.needsJupyter ? "unable" : "failed";
  }

  /** Shows that nothing is going on, unless the cell failed. */
  idle(): void {
    this.place.removeAttribute("aria-busy");
    if (this.place.dataset.state === "waiting" || this.place.dataset.state === "running")
      delete this.place.dataset.state;
  }

  /** After a restart. */
  forget(): void {
    this.hasRun = false;
    delete this.place.dataset.state;
  }

  private change(code: string): void {
    if (this.editor) {
      this.editor.dispatch({ changes: { from: 0, to: this.editor.state.doc.length, insert: code } });
      return;
    }
    this.note(code);
    this.source.textContent = code;
    this.open();
  }

  private note(code: string): void {
    this.code = code;
    this.hasRun = false;
    const edited = code !== this.saved;
    this.place.classList.toggle("edited", edited);
    this.resetButton.hidden = !edited;
    keepCode(this.number, this.saved, code);
    if (!this.fields) return;
    updateFields(this.fields, code);
    addressParameters(code, this.saved);
  }

  private button(text: string, title: string, action: () => void): HTMLButtonElement {
    const made = button(text, action, title);
    made.setAttribute("aria-label", `${text}: cell ${this.number + 1}`);
    return made;
  }
}
