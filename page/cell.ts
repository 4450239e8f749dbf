import { type ImportDeclaration, type Node, type Pattern, type Program, parse } from "acorn";
import { transform } from "sucrase";

/** The variables that cells share: accessors, so that a cell sees what later ones assign. */
export type Scope = Record<string, unknown>;

type Imports = (module: string) => unknown;

/** A cell as a function; its lines keep their numbers in errors, under the name `name`. */
export interface Cell {
  /** The names that it declares. */
  readonly names: readonly string[];
  /** Runs it; returns the value of the last expression, if the cell ends with one. */
  run(scope: Scope): Promise<unknown>;
}

/**
 * Compiles a cell's TypeScript, in which `await` may stand anywhere and what is declared outermost is kept in the scope.
 * Throws a SyntaxError with the property `line`.
 */
export function compileCell(code: string, name: string, imports: Imports): Cell {
  const script = toJavaScript(code);
  const { body } = parse(script, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowAwaitOutsideFunction: true,
  });
  const declared = body.flatMap(declarations);
  let source = script;
  const imported = body.filter((one) => one.type === "ImportDeclaration");
  for (const node of imported) source = blanked(source, node);
  const last = body.at(-1);
  if (last?.type === "ExpressionStatement") {
    const { start, end } = last.expression;
    source = `${source.slice(0, last.start)}return (${source.slice(start, end)});`;
  }
  // Accessors are bound first, so that what a failing cell has set by then is kept.
  const accessors = declared.map((one) => `${one}: [() => ${one}, (value) => { ${one} = value; }]`);
  // Only sloppy code has `with`, which looks names up in the scope; the cell inside is strict.
  const wrapped = `(function ($scope, $bind) { with ($scope) { return async () => { "use strict"; $bind({ ${accessors.join(", ")} }); ${source}\n} } })\n//# sourceURL=${name}`;
  // Called as a method, eval works in the global scope; it adds no lines of its own, as new Function would.
  // biome-ignore lint/security/noGlobalEval: to run the reader's code is what this is for
  const make = globalThis.eval(wrapped) as (
    scope: Scope,
    bind: (accessors: Accessors) => void,
  ) => () => Promise<unknown>;
  return {
    names: [...declared, ...imported.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name))],
    async run(scope) {
      const modules: Scope = {};
      for (const node of imported) importInto(modules, node, imports);
      for (const [one, value] of Object.entries(modules))
        Object.defineProperty(scope, one, { value, writable: true, enumerable: true, configurable: true });
      return make(scope, (bound) => bindTo(scope, bound))();
    },
  };
}

type Accessors = Record<string, [get: () => unknown, set: (value: unknown) => void]>;

function bindTo(scope: Scope, accessors: Accessors): void {
  for (const [name, [get, set]] of Object.entries(accessors))
    Object.defineProperty(scope, name, { get, set, enumerable: true, configurable: true });
}

function toJavaScript(code: string): string {
  try {
    return transform(code, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true,
    }).code;
  } catch (error) {
    const [, message, line] =
      /^(?:Error transforming \S+: )?(.*) \((\d+):\d+\)$/s.exec((error as Error).message) ?? [];
    throw Object.assign(new SyntaxError(message ?? (error as Error).message), {
      line: Number(line) || undefined,
    });
  }
}

/** The names that a statement declares, apart from imports. */
function declarations(node: Program["body"][number]): string[] {
  if (node.type === "VariableDeclaration") return node.declarations.flatMap(({ id }) => namesOf(id));
  return node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" ? [node.id.name] : [];
}

/** The names in a pattern, such as `{ a, b: [c, ...d] }`. */
function namesOf(pattern: Pattern | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one) => namesOf(one.type === "Property" ? one.value : one));
    case "ArrayPattern":
      return pattern.elements.flatMap(namesOf);
    case "AssignmentPattern":
      return namesOf(pattern.left);
    case "RestElement":
      return namesOf(pattern.argument);
    default:
      return [];
  }
}

/** The text with a node's characters replaced by spaces. */
const blanked = (text: string, { start, end }: Node) =>
  text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);

function importInto(scope: Scope, node: ImportDeclaration, imports: Imports): void {
  const module = imports(String(node.source.value)) as Scope;
  for (const one of node.specifiers) {
    if (one.type === "ImportNamespaceSpecifier") scope[one.local.name] = module;
    else if (one.type === "ImportDefaultSpecifier") scope[one.local.name] = module.default;
    else if (one.imported.type === "Identifier") scope[one.local.name] = module[one.imported.name];
    else scope[one.local.name] = module[String(one.imported.value)];
  }
}
