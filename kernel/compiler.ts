/**
 * Stock tslab compiles cells with options of its own: not strict, without newer array methods, with the types of every
 * package in sight, and only for modules below the notebook's folder. It also checks every module that a cell reaches,
 * at each cell, and learns of edits some time after they were made. Here the compiler that tslab loads is replaced by
 * one whose entry points amend what tslab asks for.
 */
import { existsSync, statSync } from "node:fs";
import { createRequire, SourceMap, type SourceMapPayload } from "node:module";
import path from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { expandShorthand } from "./shorthand";

/** What the compiler exports but does not declare. */
interface InnerCompiler {
  getPreEmitDiagnosticsOfFiles(
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
  ): readonly TypeScript.Diagnostic[];
  decodeMappings(mappings: string): Iterable<{
    generatedLine: number;
    generatedCharacter: number;
    sourceIndex?: number;
    sourceLine: number;
    sourceCharacter: number;
  }>;
  createSourceMapGenerator(
    host: object,
    file: string,
    sourceRoot: string,
    folder: string,
    options: object,
  ): {
    addSource(file: string): number;
    addMapping(line: number, column: number, source: number, sourceLine: number, sourceColumn: number): void;
    toJSON(): SourceMapPayload;
  };
}
type Compiler = typeof TypeScript & InnerCompiler;
type Program = TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;
type WatchHost = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<Program>;

/** The function that a cell's top-level `await`s pass through; the name is unlikely in a reader's code. */
export const awaitGuard = "__afterAwait__";

const compilerPath = createRequire(require.resolve("tslab")).resolve("@tslab/typescript-for-tslab");
const original: Compiler = require(compilerPath);
const fileSystemRoot = path.parse(process.cwd()).root;

/** The compiler that tslab runs on. */
export function compiler(): Compiler {
  return original;
}

/** Puts the amended compiler in the original's place, for everyone who loads it from now on. */
export function repairCompiler(): void {
  require.cache[compilerPath]!.exports = {
    ...original,
    createWatchCompilerHost,
    transpileModule,
    // Errors outside the notebook's folder are not shown by tslab, so looking for them only costs time.
    getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) =>
      original.getPreEmitDiagnosticsOfFiles(
        program,
        files.filter(({ fileName }) => !path.relative(process.cwd(), fileName).startsWith("..")),
      ),
  };
}

// ---- Options, and which files are written and watched -----------------------------------------------------------

const outputFolder = "outDir";
const edits = new Map<string, { modified: number; notice: () => void }>();

/** Makes the compiler see what was edited since the last call. */
export function noticeEdits(): void {
  for (const [file, edit] of edits) {
    const modified = modificationTime(file);
    if (modified === edit.modified) continue;
    edit.modified = modified;
    edit.notice();
  }
}

function modificationTime(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
}

function createWatchCompilerHost(
  files: string[],
  options: TypeScript.CompilerOptions,
  ...rest: [TypeScript.System]
): WatchHost {
  const host = original.createWatchCompilerHost(
    files,
    {
      ...options,
      strict: true,
      // tslab writes sloppy code on purpose, and the compiler refuses the contradiction.
      alwaysStrict: false,
      lib: ["lib.es2023.d.ts", path.join(__dirname, "es2023-arrays.d.ts")],
      types: ["node"],
      rootDir: fileSystemRoot,
      sourceMap: true,
    },
    ...rest,
  ) as WatchHost;

  const { watchFile } = host;
  host.watchFile = (file, callback, ...others) => {
    // What is not on the disk is a cell, which tslab changes itself.
    if (!existsSync(file)) return watchFile.call(host, file, callback, ...others);
    if (file.includes("/node_modules/")) return { close() {} };
    const notice = () => callback(file, original.FileWatcherEventKind.Changed);
    edits.set(file, { modified: modificationTime(file), notice });
    return { close: () => edits.delete(file) };
  };

  let programCreated: WatchHost["afterProgramCreate"];
  Object.defineProperty(host, "afterProgramCreate", {
    get: () => programCreated,
    set(callback: (program: Program) => void) {
      programCreated = (program) => {
        amendOutput(program);
        callback(program);
      };
    },
  });
  return host;
}

function amendOutput(program: Program): void {
  const { emit } = program;
  program.emit = (file, writeFile, token, declarationsOnly, transformers) => {
    // Files on the disk are loaded from there.
    if (file && existsSync(file.fileName)) return { emitSkipped: true, diagnostics: [] };
    return emit(
      file,
      (name, text, ...others) => {
        const source = path.resolve(fileSystemRoot, path.relative(outputFolder, name));
        const nameInTslab = path.posix.join(outputFolder, path.relative(process.cwd(), source));
        if (nameInTslab.endsWith("__tslab__.js.map")) typesToModule = text;
        writeFile?.(nameInTslab, text.replace(mapComment, ""), ...others);
      },
      token,
      declarationsOnly,
      {
        ...transformers,
        after: [
          expandShorthand(original, program.getProgram().getTypeChecker()),
          ...(transformers?.after ?? []),
          guardAwaits,
        ],
      },
    );
  };
}

let awaits = false;

/** Whether the cell that was compiled last awaits; tslab overlooks `for await`, and `await` before a parenthesis. */
export function cellAwaits(): boolean {
  return awaits;
}

/** Passes the result of each `await` of the cell itself, not of functions in it, through the guard. */
function guardAwaits(context: TypeScript.TransformationContext) {
  awaits = false;
  const visit = (node: TypeScript.Node): TypeScript.Node => {
    if (original.isFunctionLike(node)) return node;
    const visited = original.visitEachChild(node, visit, context);
    awaits ||= original.isForOfStatement(visited) && visited.awaitModifier !== undefined;
    if (!original.isAwaitExpression(visited)) return visited;
    awaits = true;
    return context.factory.createCallExpression(context.factory.createIdentifier(awaitGuard), undefined, [
      visited,
    ]);
  };
  return (file: TypeScript.SourceFile) => original.visitEachChild(file, visit, context);
}

// ---- Source maps: tslab compiles a cell twice, TypeScript to a module and that to CommonJS --------------------------

const mapComment = /\n?\/\/# sourceMappingURL=.*\s*$/;
let typesToModule = "";
let moduleToCommonJs = "";

function transpileModule(source: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
  const compilerOptions = { ...options.compilerOptions, sourceMap: true };
  const result = original.transpileModule(source, { ...options, compilerOptions });
  moduleToCommonJs = result.sourceMapText ?? "";
  return { ...result, outputText: result.outputText.replace(mapComment, "") };
}

/** The map from the code of the cell that was compiled last to the reader's lines. */
export function sourceMapOfCell(file: string, source: string): SourceMapPayload {
  const host = { getCurrentDirectory: () => process.cwd(), getCanonicalFileName: (name: string) => name };
  const generator = original.createSourceMapGenerator(host, file, "", "", {});
  const sourceIndex = generator.addSource(file);
  const toTypes = new SourceMap(JSON.parse(typesToModule));
  for (const mapping of original.decodeMappings(JSON.parse(moduleToCommonJs).mappings)) {
    if (mapping.sourceIndex === undefined) continue;
    const origin = toTypes.findEntry(mapping.sourceLine, mapping.sourceCharacter);
    // tslab puts a line of its own before the reader's first.
    if (!("originalLine" in origin) || origin.originalLine < 1) continue;
    generator.addMapping(
      mapping.generatedLine,
      mapping.generatedCharacter,
      sourceIndex,
      origin.originalLine - 1,
      origin.originalColumn,
    );
  }
  return { ...generator.toJSON(), sources: [file], sourcesContent: [source] };
}
