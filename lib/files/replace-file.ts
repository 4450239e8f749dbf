import { randomUUID } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * Replaces the content of `file` in one step: writes a partial file beside it, flushes that to the disk and renames it, so
 * that at every moment `file` is the whole old or the whole new one. With `keepPrevious` the old one stays under
 * `previousOf(file)`. Makes missing folders. An Error leaves the old file as it was.
 */
export function replaceFile(file: string, bytes: Uint8Array, { keepPrevious = false } = {}): void {
  const partial = partialOf(file);
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    const descriptor = openSync(partial, "w");
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    removeAbandoned(file, statSync(partial).mtimeMs);
    if (keepPrevious && existsSync(file)) replaceByCopy(previousOf(file), file);
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** runs/vae.safetensors → runs/vae.previous.safetensors. */
export function previousOf(file: string): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}.previous${ext}`);
}

/** Throws an Error, named `argument`, where `replaceFile` could not write; makes missing folders. */
export function checkReplaceable(argument: string, file: string): void {
  if (typeof file !== "string" || file === "")
    throw new TypeError(`${argument}: expected the path of a file, got ${JSON.stringify(file)}`);
  const partial = partialOf(file);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(partial, "");
    rmSync(partial);
  } catch (cause) {
    throw new Error(`${argument}: cannot write ${file}: ${(cause as Error).message}`, { cause });
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${argument}: expected a file, got the folder ${file}`);
}

/** Gives the content a second name where the file system can, so that nothing need be written twice. */
function replaceByCopy(copy: string, file: string): void {
  const partial = partialOf(copy);
  try {
    try {
      linkSync(file, partial);
    } catch {
      copyFileSync(file, partial);
    }
    renameSync(partial, copy);
  } finally {
    // Renaming one name of a file to another of its names does nothing.
    rmSync(partial, { force: true });
  }
}

/** A new name beside `file`: no other process meets it, on whichever machine that shares the folder. */
const partialOf = (file: string) => `${file}.${randomUUID()}.partial`;

/**
 * Removes the partial files of `file` that processes left which were killed while writing. Whether a writer still lives
 * cannot be known from another machine, so a file's age decides, by the clock of the file system itself: `now` is the
 * modification time of a file just written there.
 */
function removeAbandoned(file: string, now: number): void {
  const folder = path.dirname(file);
  const written = [file, previousOf(file)].map((one) => path.basename(one));
  for (const name of readdirSync(folder)) {
    const [, base] = /^(.*)\.[0-9a-f-]{36}\.partial$/.exec(name) ?? [];
    if (base === undefined || !written.includes(base)) continue;
    const partial = path.join(folder, name);
    const modified = statSync(partial, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - modified > ABANDONED_MILLISECONDS) rmSync(partial, { force: true });
  }
}

/** No write lasts an hour. */
const ABANDONED_MILLISECONDS = 3_600_000;
