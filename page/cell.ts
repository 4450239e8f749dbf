import { parse } from "acorn";
import { transform } from "sucrase";

/** The variables that cells share: accessors, so that a cell sees what later ones assign. */
export type Scope = Record<string, unknown>;

type Imports = (module: string) => unknown;
type Node = { type: string; start: number; end: number; [property: string]: unknown };

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
  }) as unknown as { body: Node[] };
  const declared = body.flatMap(declarations);
  let source = script;
  const modules: Scope = {};
  for (const node of body.filter(({ type }) => type === "ImportDeclaration").reverse()) {
    source = blanked(source, node);
    importInto(modules, node, imports);
  }
  const last = body.at(-1);
  if (last?.type === "ExpressionStatement") {
    const expression = last.expression as Node;
    source = `${source.slice(0, last.start)}return (${source.slice(expression.start, expression.end)});`;
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
    names: [...declared, ...Object.keys(modules)],
    run(scope) {
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
function declarations(node: Node): string[] {
  if (node.type === "VariableDeclaration")
    return (node.declarations as { id: Node }[]).flatMap(({ id }) => namesOf(id));
  if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration")
    return [(node.id as unknown as { name: string }).name];
  return [];
}

/** The names in a pattern, such as `{ a, b: [c, ...d] }`. */
function namesOf(pattern: Node | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name as string];
    case "ObjectPattern":
      return (pattern.properties as Node[]).flatMap((one) => namesOf((one.value ?? one.argument) as Node));
    case "ArrayPattern":
      return (pattern.elements as Node[]).flatMap(namesOf);
    case "AssignmentPattern":
      return namesOf(pattern.left as Node);
    case "RestElement":
      return namesOf(pattern.argument as Node);
    default:
      return [];
  }
}

/** The text with a node's characters replaced by spaces. */
const blanked = (text: string, { start, end }: Node) =>
  text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);

function importInto(scope: Scope, node: Node, imports: Imports): void {
  const module = imports((node.source as { value: string }).value) as Record<string, unknown>;
  for (const { type, local, imported } of node.specifiers as Record<string, { name: string }>[] &
    { type: string }[])
    scope[local.name] =
      type === "ImportNamespaceSpecifier"
        ? module
        : module[type === "ImportDefaultSpecifier" ? "default" : imported.name];
}
