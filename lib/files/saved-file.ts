import { sha256 } from "../hash";
import { readFile, replaceFile } from "./disk";
import type { ReplaceOptions } from "./previous";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "./safetensors";

/** The description of a file's tensors, as plain data: "model", and in a checkpoint "training". */
export type Description = Readonly<Record<string, unknown>>;

/** Our only entry in a file's metadata: JSON of version, checksum and Description. */
const ENTRY = "aevb-notebooks";
/**
 * Version 2 made a training's settings one flat record; since version 3 sums do not depend on the number of threads; version 4
 * has no deviation heads. The models of earlier versions can still be read.
 */
const VERSION = 4;
const NO_CHECKSUM = "0".repeat(64);

/** Writes tensors with their description and a checksum, using `replaceFile`. */
export function writeSavedFile(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  description: Description,
  options?: ReplaceOptions,
): void {
  const entry = JSON.stringify({ version: VERSION, checksum: NO_CHECKSUM, ...description });
  const bytes = encodeSafetensors({ tensors, metadata: { [ENTRY]: entry } });
  replaceText(bytes, NO_CHECKSUM, sha256(bytes));
  replaceFile(file, bytes, options);
}

/** Replaces the first occurrence of an ASCII text, which there must be, by another of the same length. */
function replaceText(bytes: Uint8Array, text: string, by: string): void {
  const [old, replacement] = [text, by].map((one) => new TextEncoder().encode(one));
  let at = 0;
  while (old.some((byte, i) => bytes[at + i] !== byte)) at = bytes.indexOf(old[0], at + 1);
  bytes.set(replacement, at);
}

/**
 * Reads what `writeSavedFile` wrote. Throws an Error that names the file and says whether it is missing, truncated, altered,
 * from another program or of a newer version.
 */
export function readSavedFile(file: string) {
  const bytes = readFile(file);
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const { version, checksum, ...description } = parseEntry(metadata[ENTRY], file);
  if (version > VERSION)
    throw new Error(`${file}: has version ${version}; this library reads up to version ${VERSION}`);
  replaceText(bytes, checksum, NO_CHECKSUM);
  if (sha256(bytes) !== checksum)
    throw new Error(`${file}: has been altered or damaged: its content does not match its checksum`);
  return { tensors, description, version };
}

function parseEntry(text: string | undefined, file: string) {
  if (text === undefined)
    throw new Error(`${file}: is a safetensors file from another program: its metadata has no "${ENTRY}"`);
  try {
    const entry: Description & { version: number; checksum: string } = JSON.parse(text);
    if (Number.isSafeInteger(entry.version) && /^[0-9a-f]{64}$/.test(entry.checksum)) return entry;
  } catch {}
  throw new Error(`${file}: has been altered or damaged: its description cannot be read`);
}
