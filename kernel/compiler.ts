/**
 * Stock tslab compiles cells with options of its own: not strict, without newer array methods, with the types of every
 * package in sight, and only for modules below the notebook's folder. It also checks every module that a cell reaches,
 * the library's as if they were the reader's, at each cell, learns of edits some time after they were made, and fails for
 * good once a module appears that it has looked for in vain. Here tslab gets a compiler whose entry points correct what
 * tslab asks for.
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { guardAwaits } from "./await-guard";
import { expandShorthand } from "./shorthand";
import { transpileWithMap } from "./source-maps";

/** What the compiler exports but does not declare. */
interface InnerCompiler {
  getPreEmitDiagnosticsOfFiles(
    program: TypeScript.Program,
    files: readonly TypeScript.SourceFile[],
  ): readonly TypeScript.Diagnostic[];
}
type Program = TypeScript.EmitAndSemanticDiagnosticsBuilderProgram;
type WatchHost = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<Program>;

const compilerPath = createRequire(require.resolve("tslab")).resolve("@tslab/typescript-for-tslab");
const fileSystemRoot = path.parse(process.cwd()).root;
const outputFolder = "outDir";
const projectFolder = path.dirname(__dirname);
const libraryFolder = path.join(projectFolder, "lib");

/** The compiler that tslab runs on, as it is. */
export const typescript: typeof TypeScript & InnerCompiler = require(compilerPath);

/** Puts the amended compiler in the original's place for everything that loads it from now on. */
export function amendCompiler(): void {
  require.cache[compilerPath]!.exports = {
    ...typescript,
    createWatchCompilerHost,
    transpileModule: (source: string, options: TypeScript.TranspileOptions) =>
      transpileWithMap(typescript, source, options),
    getPreEmitDiagnosticsOfFiles: (program: TypeScript.Program, files: readonly TypeScript.SourceFile[]) =>
      typescript.getPreEmitDiagnosticsOfFiles(
        program,
        files.filter(({ fileName }) => isReaders(fileName)),
      ),
  };
}

/**
 * Whether errors in a file are the reader's to mend. tslab does not show those outside the notebook's folder; the library,
 * which can be inside it, also by a link, is checked elsewhere and with options of its own.
 */
function isReaders(file: string): boolean {
  if (!isBelow(process.cwd(), file)) return false;
  return !existsSync(file) || !isBelow(libraryFolder, realpathSync(file));
}

function isBelow(folder: string, file: string): boolean {
  return !path.relative(folder, file).startsWith("..");
}

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
  const host = typescript.createWatchCompilerHost(
    files,
    {
      ...options,
      strict: true,
      // tslab writes sloppy code on purpose, and the compiler refuses the contradiction.
      alwaysStrict: false,
      lib: ["lib.es2023.d.ts", path.join(__dirname, "globals.d.ts")],
      types: ["node"],
      // A notebook's folder can be anywhere.
      typeRoots: [path.join(projectFolder, "node_modules", "@types")],
      rootDir: fileSystemRoot,
      inlineSourceMap: true,
    },
    ...rest,
  ) as WatchHost;

  const { watchFile, createProgram, setTimeout } = host;
  // tslab has room for one timer, that of the next build, and throws when a new file makes the compiler set another.
  host.setTimeout = (callback, ...others) =>
    callback.name === "updateProgramWithWatchStatus"
      ? setTimeout?.call(host, callback, ...others)
      : callback();
  host.watchFile = (file, callback, ...others) => {
    // A file that is not on disk is a cell, which tslab changes itself.
    if (!existsSync(file)) return watchFile.call(host, file, callback, ...others);
    if (file.includes("/node_modules/")) return { close() {} };
    const notice = () => callback(file, typescript.FileWatcherEventKind.Changed);
    edits.set(file, { modified: modificationTime(file), notice });
    return { close: () => edits.delete(file) };
  };
  host.createProgram = (rootNames, given, compilerHost, oldProgram, ...others) => {
    const program = createProgram(rootNames, given, compilerHost, oldProgram, ...others);
    if (program !== oldProgram) amendOutput(program);
    return program;
  };
  return host;
}

function amendOutput(program: Program): void {
  const { emit } = program;
  program.emit = (file, writeFile, token, declarationsOnly, transformers) => {
    // Files on disk are loaded from there.
    if (file && existsSync(file.fileName)) return { emitSkipped: true, diagnostics: [] };
    return emit(
      file,
      (name, ...written) => {
        const source = path.resolve(fileSystemRoot, path.relative(outputFolder, name));
        writeFile?.(path.posix.join(outputFolder, path.relative(process.cwd(), source)), ...written);
      },
      token,
      declarationsOnly,
      {
        ...transformers,
        after: [
          expandShorthand(typescript, program.getProgram().getTypeChecker()),
          ...(transformers?.after ?? []),
          guardAwaits(typescript),
        ],
      },
    );
  };
}
