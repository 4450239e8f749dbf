/**
 * Stock tslab makes no source maps for the two steps in which it compiles a cell: TypeScript to a module, and the module
 * to CommonJS. Here each step's code carries its map in its last line, so that the second step finds the map of the first.
 */
import { SourceMap, type SourceMapPayload } from "node:module";
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import type * as TypeScript from "@tslab/typescript-for-tslab";

const mapComment = "\n//# sourceMappingURL=";
const inlined = "data:application/json;base64,";

/** Code with its map as a comment in its last line. */
export function withMap(code: string, map: SourceMapPayload): string {
  return code + mapComment + inlined + Buffer.from(JSON.stringify(map)).toString("base64");
}

/** Undoes `withMap`, and what the compiler's option `inlineSourceMap` does. */
export function separateMap(text: string): { code: string; map: SourceMapPayload } {
  const end = text.lastIndexOf(mapComment);
  const url = text.slice(end + mapComment.length);
  return {
    code: text.slice(0, end),
    map: JSON.parse(Buffer.from(url.slice(inlined.length), "base64").toString()),
  };
}

/** The compiler's `transpileModule`, with the map from its output to the lines that its input was compiled from. */
export function transpileWithMap(
  typescript: typeof TypeScript,
  source: string,
  options: TypeScript.TranspileOptions,
): TypeScript.TranspileOutput {
  const { code, map } = separateMap(source);
  const compilerOptions = { ...options.compilerOptions, inlineSourceMap: true };
  const result = typescript.transpileModule(code, { ...options, compilerOptions });
  const transpiled = separateMap(result.outputText);
  return { ...result, outputText: withMap(transpiled.code, throughBoth(transpiled.map, map)) };
}

function throughBoth(second: SourceMapPayload, first: SourceMapPayload): SourceMapPayload {
  const firstStep = new SourceMap(first);
  const traced = ([column, , line, lineColumn]: SourceMapSegment): SourceMapSegment[] => {
    if (line === undefined) return [];
    const origin = firstStep.findEntry(line, lineColumn!);
    // tslab puts a line of its own before the reader's first.
    if (!("originalLine" in origin) || origin.originalLine < 1) return [];
    return [[column, 0, origin.originalLine - 1, origin.originalColumn]];
  };
  const mappings = encode(decode(second.mappings).map((line) => line.flatMap(traced)));
  return { ...second, mappings };
}
