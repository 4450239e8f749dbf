/**
 * Stock tslab keeps the modules that depend on an edited file, and overflows the stack on import cycles. Here Node
 * loads the modules, through tsx: an edited file is dropped together with everything that depends on it before a cell
 * imports again.
 *
 * tsx's CommonJS hook leaves `import()` to Node's loader for ES modules, which neither knows TypeScript nor ever
 * forgets a module. So `import()` of a relative path becomes a `require`, and is reloaded like all others.
 */
import { statSync } from "node:fs";
import Module from "node:module";
import path from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { typescript } from "./compiler";

interface LoadedModule extends NodeJS.Module {
  load(filename: string): void;
  _compile(code: string, filename: string): unknown;
}

const stampsWhenLoaded = new Map<string, string>();

/** From now on records which of the project's modules are loaded, and from which state of their files. */
export function reloadEditedModules(): void {
  const modulePrototype = Module.prototype as unknown as LoadedModule;
  const { load } = modulePrototype;
  modulePrototype.load = function (filename) {
    if (!filename.split(path.sep).includes("node_modules")) {
      stampsWhenLoaded.set(filename, stamp(filename));
      const compile = this._compile;
      this._compile = (code, name) => compile.call(this, redirectDynamicImports(code), name);
    }
    load.call(this, filename);
  };
}

/** Drops every module whose file changed, and every module that depends on a dropped one. */
export function dropStaleModules(): void {
  const { cache } = require;
  const loaded = [...stampsWhenLoaded.keys()];
  const isStale = (filename: string): boolean =>
    cache[filename] !== undefined &&
    (stamp(filename) !== stampsWhenLoaded.get(filename) ||
      cache[filename].children.some((child) => cache[child.filename] !== child));
  for (let stale = loaded.filter(isStale); stale.length > 0; stale = loaded.filter(isStale)) {
    for (const filename of stale) delete cache[filename];
  }
}

function stamp(filename: string): string {
  const stat = statSync(filename, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : "gone";
}

/** As long as `import`, so that source maps stay true. */
const importName = "$$load";
const importFunction = `
function ${importName}(name) { return /^\\.\\.?\\//.test(name) ? new Promise((done) => done(require(name))) : import(name); }`;

function redirectDynamicImports(code: string): string {
  if (!/\bimport\s*\(/.test(code)) return code;
  const starts: number[] = [];
  const visit = (node: TypeScript.Node): void => {
    if (typescript.isCallExpression(node) && node.expression.kind === typescript.SyntaxKind.ImportKeyword) {
      starts.push(node.expression.end - "import".length);
    }
    typescript.forEachChild(node, visit);
  };
  visit(typescript.createSourceFile("module.js", code, typescript.ScriptTarget.Latest));
  return starts.reduce(
    (changed, start) => changed.slice(0, start) + importName + changed.slice(start + importName.length),
    starts.length > 0 ? code + importFunction : code,
  );
}
