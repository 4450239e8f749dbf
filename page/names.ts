/** Leads from the library's names in the code of cells to the reference: a click with Ctrl, or ⌘, opens it beside the page. */
import { Decoration, MatchDecorator, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const matches = new MatchDecorator({
  regexp: /\bvb\.((?:figures\.)?\w+)/g,
  // As export.py marks them in code that no editor has opened.
  decoration: ([, name]) =>
    Decoration.mark({ attributes: { "data-name": name, title: "Ctrl- or ⌘-click: reference" } }),
});

/** Marks the names in an editor. */
export const markNames = ViewPlugin.define(
  (view) => ({
    names: matches.createDeco(view),
    update(update: ViewUpdate) {
      this.names = matches.updateDeco(update, this.names);
    },
  }),
  { decorations: ({ names }) => names },
);

/** Opens the reference at the name that is clicked, and keeps the click from the code. */
export function followNames(): void {
  const at = (event: MouseEvent) =>
    event.ctrlKey || event.metaKey
      ? (event.target as Element).closest<HTMLElement>("[data-name]")?.dataset.name
      : undefined;
  // Either would open or move the editor's cursor.
  addEventListener("pointerdown", (event) => at(event) && event.stopPropagation(), true);
  addEventListener("mousedown", (event) => at(event) && event.preventDefault(), true);
  addEventListener("click", (event) => {
    const name = at(event);
    if (name) open(`reference.html#${name}`, "_blank", "noopener");
  });
}
