import { NeedsJupyter } from "../needs-jupyter";
import { previousOf, type ReplaceOptions } from "./previous";

/** A page's files: in memory, and where `keepFilesIn` says. Their paths are names and nothing else. */
const files = new Map<string, Uint8Array>();
let keep: (file: string, bytes: Uint8Array) => void = () => {};

/** Begins with files from earlier visits; `store` gets each file that is written. */
export function keepFilesIn(earlier: ReadonlyMap<string, Uint8Array>, store: typeof keep): void {
  for (const [file, bytes] of earlier) files.set(file, bytes);
  keep = store;
}

export function readFile(file: string): Uint8Array {
  const bytes = files.get(file);
  if (!bytes) throw new NeedsJupyter(`${file}: a file that no cell has saved`);
  return bytes.slice();
}

/** What cells save is not compressed. */
export const readUncompressed = readFile;

export const fileExists = (file: string): boolean => files.has(file);

export function replaceFile(
  file: string,
  bytes: Uint8Array,
  { keepPrevious = false }: ReplaceOptions = {},
): void {
  const old = files.get(file);
  if (keepPrevious && old) write(previousOf(file), old);
  write(file, bytes.slice());
}

function write(file: string, bytes: Uint8Array): void {
  files.set(file, bytes);
  keep(file, bytes);
}

export function checkReplaceable(argument: string, file: string): void {
  if (typeof file !== "string" || file === "")
    throw new TypeError(`${argument}: expected the path of a file, got ${JSON.stringify(file)}`);
}
