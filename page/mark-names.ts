/** Marks the library's names in an editor, for names.ts. */
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
