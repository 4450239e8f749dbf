/** What notebooks can use of the library, as it is written in the source. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { projectRoot } from "../../setup/project.mjs";
import { type Declared, type Documented, docOf, isDeclared, ts } from "./declarations";
import { isPrivate, membersOf, signatureOf } from "./signatures";

/** A function, a class with its public members, or a type with its properties. */
export interface Entry extends Documented {
  /** What follows `vb.`, such as `figures.figure`; for a type that only signatures name, its file and name. */
  readonly name: string;
  readonly kind: "function" | "class" | "type";
  readonly isExported: boolean;
  /** Its file in `lib/`. */
  readonly file: string;
  readonly members: readonly Documented[];
  /** The entries of the types that its signatures name. */
  readonly types: Readonly<Record<string, string>>;
}

/** A declaration and its file. */
interface Place {
  readonly file: string;
  readonly declared: Declared;
}

/** A declaration with what it is called outside. */
interface Found extends Place {
  readonly name: string;
  readonly isExported: boolean;
}

const sources = new Map<string, TypeScript.SourceFile>();

function sourceOf(file: string): TypeScript.SourceFile {
  const known = sources.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  sources.set(file, source);
  return source;
}

/**
 * All that `lib/index.ts` exports, and the types that their signatures name: by folder and file, first what can be called.
 * Throws an Error for an export whose declaration is not found.
 */
export function readApi(): Entry[] {
  const lib = join(projectRoot, "lib");
  const pathOf = (file: string) => relative(lib, file).split(sep).join("/");
  const found = new Map(exportsOf(join(lib, "index.ts")).map((one) => [one.declared, one]));
  // Types that are found here are looked through in turn.
  for (const { file, declared } of found.values())
    for (const [text, type] of namedTypes(file, declared))
      if (!found.has(type.declared)) {
        const name = `${pathOf(type.file).replace(/\.ts$/, "")}.${text}`;
        found.set(type.declared, { ...type, name, isExported: false });
      }
  const entries = [...found.values()].map(({ file, declared, name, isExported }) => {
    const types = namedTypes(file, declared);
    return {
      name,
      kind: kindOf(declared),
      isExported,
      file: pathOf(file),
      signature: signatureOf(declared, name.split(".").at(-1)!),
      doc: docOf(declared),
      members: membersOf(
        declared,
        [...types.values()].map((type) => type.declared),
      ),
      types: Object.fromEntries([...types].map(([text, type]) => [text, found.get(type.declared)!.name])),
    };
  });
  const order = ({ file, kind }: Entry) => `${dirname(file)} ${file} ${kind === "type" ? 1 : 0}`;
  return entries.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** What a file exports from others; `prefix` is the namespace in which it does. */
function exportsOf(file: string, prefix = ""): Found[] {
  return sourceOf(file).statements.flatMap((statement): Found[] => {
    if (!ts.isExportDeclaration(statement)) return [];
    const { exportClause } = statement;
    const from = imported(file, statement.moduleSpecifier!);
    if (!exportClause || !from)
      throw new Error(`${file}: expected names from a file: ${statement.getText()}`);
    if (ts.isNamespaceExport(exportClause)) return exportsOf(from, `${exportClause.name.text}.`);
    return exportClause.elements.map(({ name, propertyName = name }) => {
      const one = find(from, propertyName.text);
      if (!one) throw new Error(`${file}: ${propertyName.text} is not declared in ${from}`);
      return { ...one, name: prefix + name.text, isExported: true };
    });
  });
}

/** The declaration that a name means in a file, which may import it. */
function find(file: string, name: string): Place | undefined {
  for (const statement of sourceOf(file).statements) {
    const declared = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]
      : statement;
    if (isDeclared(declared) && declared.name?.getText() === name) return { file, declared };
    if (!ts.isImportDeclaration(statement)) continue;
    const names = statement.importClause?.namedBindings;
    const one = names && ts.isNamedImports(names) && names.elements.find((each) => each.name.text === name);
    const from = one && imported(file, statement.moduleSpecifier);
    if (from) return find(from, (one.propertyName ?? one.name).text);
  }
  return undefined;
}

/** The file of the library that a module's name means, if it is one. */
function imported(file: string, module: TypeScript.Expression): string | undefined {
  const path = join(dirname(file), (module as TypeScript.StringLiteral).text);
  return [`${path}.ts`, join(path, "index.ts")].find(existsSync);
}

/** The library's types that a declaration's signature names, or those of its members. */
function namedTypes(file: string, declared: Declared): Map<string, Place> {
  const types = new Map<string, Place>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isBlock(node) || isPrivate(node)) return;
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
      const type = find(file, name.getText());
      if (type) types.set(name.getText(), type);
    }
    ts.forEachChild(node, visit);
  };
  visit(declared);
  return types;
}

const kindOf = (declared: Declared): Entry["kind"] =>
  ts.isClassDeclaration(declared)
    ? "class"
    : ts.isInterfaceDeclaration(declared) || ts.isTypeAliasDeclaration(declared)
      ? "type"
      : "function";
