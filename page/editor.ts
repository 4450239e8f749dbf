import {
  autocompletion,
  type CompletionSource,
  closeBrackets,
  completionKeymap,
  completionStatus,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { markNames } from "./mark-names";

export interface EditorOptions {
  readonly place: HTMLElement;
  readonly code: string;
  /** What the editor is called for readers who do not see it. */
  readonly label: string;
  /** Names to complete, by what stands before the dot. */
  readonly names: () => Readonly<Record<string, readonly string[]>>;
  readonly onChange: (code: string) => void;
  readonly onRun: () => void;
  readonly onLeave: () => void;
}

/** The colours of the saved highlighting, which the editor replaces; defined in style.css. */
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: "k" },
  { tag: [tags.string, tags.special(tags.string)], class: "s2" },
  { tag: tags.number, class: "mf" },
  { tag: tags.comment, class: "c1" },
  { tag: [tags.bool, tags.null], class: "kc" },
  { tag: tags.typeName, class: "kt" },
]);

/** An editor for a cell's code. Tab leaves it, as everything on a page that is used by keyboard. */
export function createEditor(options: EditorOptions): EditorView {
  const complete: CompletionSource = (context) => {
    const word = context.matchBefore(/\bvb(\.figures)?\.\w*/);
    if (!word) return null;
    const dot = word.text.lastIndexOf(".");
    const names = options.names()[word.text.slice(0, dot)] ?? [];
    return { from: word.from + dot + 1, options: names.map((label) => ({ label })), validFor: /^\w*$/ };
  };
  const command = (action: () => void) => () => {
    action();
    return true;
  };
  const run = command(options.onRun);
  const leave = command(options.onLeave);
  // It closes the list of names first, if that is shown; one that is only being looked for would take the key too.
  const escapes = {
    key: "Escape",
    run: (view: EditorView) => completionStatus(view.state) !== "active" && leave(),
  };
  return new EditorView({
    parent: options.place,
    state: EditorState.create({
      doc: options.code,
      extensions: [
        keymap.of([
          { key: "Shift-Enter", run },
          { key: "Mod-Enter", run },
        ]),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete], defaultKeymap: false }),
        javascript({ typescript: true }),
        syntaxHighlighting(highlighting),
        markNames,
        keymap.of([escapes, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": options.label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
}
