/** The parser, and the declarations that can be described. */
import { createRequire } from "node:module";
import type * as TypeScript from "@tslab/typescript-for-tslab";

// The project's own TypeScript has no interface for JavaScript; the one that runs the notebooks' cells has.
const { resolve } = createRequire(import.meta.url);
export const ts: typeof TypeScript = createRequire(resolve("tslab"))("@tslab/typescript-for-tslab");

/** A signature with its docstring, which may be empty. */
export interface Documented {
  readonly signature: string;
  readonly doc: string;
}

export type Declared =
  | TypeScript.FunctionDeclaration
  | TypeScript.VariableDeclaration
  | TypeScript.ClassDeclaration
  | TypeScript.InterfaceDeclaration
  | TypeScript.TypeAliasDeclaration;

export const isDeclared = (node: TypeScript.Node): node is Declared =>
  ts.isFunctionDeclaration(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node);

/** A declaration's docstring, without its stars and line breaks; an empty line divides paragraphs. */
export function docOf(node: TypeScript.Node): string {
  const { pos } = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const { text } = node.getSourceFile();
  const comments =
    ts.getLeadingCommentRanges(text, pos)?.map((range) => text.slice(range.pos, range.end)) ?? [];
  const doc = comments.filter((comment) => comment.startsWith("/**")).at(-1) ?? "";
  return doc
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^ *\* ?/gm, "")
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " "))
    .join("\n\n");
}
