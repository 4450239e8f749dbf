import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { previousOf, type ReplaceOptions } from "./previous";

/** The bytes of a file. Throws an Error that names the file if it does not exist or cannot be read. */
export function readFile(file: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(`${file}: there is no such file`, { cause });
    throw new Error(`${file}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The bytes of a file, or of what is in it if it is compressed by gzip. Throws an Error that names the file. */
export function readUncompressed(file: string): Uint8Array {
  const bytes = readFile(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new Error(`${file}: cannot be uncompressed: ${(cause as Error).message}`, { cause });
  }
}

export const fileExists = fs.existsSync;

/**
 * Replaces `file` atomically: writes a partial file beside it, flushes that to disk and renames it, so that `file` is
 * always either the complete old file or the complete new one. With `keepPrevious` the old one remains as
 * `previousOf(file)`; with `once` nothing happens to a file that exists. Creates missing folders. If it throws, the old file
 * is unchanged.
 */
export function replaceFile(
  file: string,
  bytes: Uint8Array,
  { keepPrevious = false, once = false }: ReplaceOptions = {},
): void {
  const partial = partialOf(file);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  try {
    const descriptor = fs.openSync(partial, "w");
    try {
      fs.writeFileSync(descriptor, bytes);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    // Listing a folder of many results for each of them would cost more than writing it.
    if (!once) removeAbandoned(file, fs.statSync(partial).mtimeMs);
    if (keepPrevious && fs.existsSync(file)) replaceByCopy(previousOf(file), file);
    if (once) linkOnce(partial, file);
    else fs.renameSync(partial, file);
  } finally {
    fs.rmSync(partial, { force: true });
  }
}

/** Gives a complete file its name unless that is taken: of several processes, the first wins. */
function linkOnce(partial: string, file: string): void {
  try {
    fs.linkSync(partial, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    // A file system without hard links: the last wins.
    fs.renameSync(partial, file);
  }
}

export function removeFile(file: string): void {
  fs.rmSync(file, { force: true });
}

/** Throws an error that names `argument` if `replaceFile` could not write `file`; creates missing folders. */
export function checkReplaceable(argument: string, file: string): void {
  if (typeof file !== "string" || file === "")
    throw new TypeError(`${argument}: expected the path of a file, got ${JSON.stringify(file)}`);
  const partial = partialOf(file);
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(partial, "");
    fs.rmSync(partial);
  } catch (cause) {
    throw new Error(`${argument}: cannot write ${file}: ${(cause as Error).message}`, { cause });
  }
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${argument}: expected a file, got the folder ${file}`);
}

/** Replaces `copy` by a hard link to `file`, or by a real copy if the file system has no hard links. */
function replaceByCopy(copy: string, file: string): void {
  const partial = partialOf(copy);
  try {
    try {
      fs.linkSync(file, partial);
    } catch {
      fs.copyFileSync(file, partial);
    }
    fs.renameSync(partial, copy);
  } finally {
    // Renaming one hard link to another of the same file does nothing.
    fs.rmSync(partial, { force: true });
  }
}

/** A new name beside `file`, unique among all processes and machines that share the folder. */
const partialOf = (file: string) => `${file}.${randomUUID()}.partial`;

/**
 * Removes the partial files of `file` left by processes that were killed while writing. Whether a writer on another
 * machine is still alive cannot be known, so a partial file's age decides, by the clock of the file system itself: `now`
 * is the modification time of a file just written there.
 */
function removeAbandoned(file: string, now: number): void {
  const written = [file, previousOf(file)].map((one) => path.basename(one));
  removeOld(path.dirname(file), now, (base) => written.includes(base));
}

/** Removes all partial files in a folder that are as old. */
export function removeAbandonedIn(folder: string): void {
  const fresh = partialOf(path.join(folder, "now"));
  fs.writeFileSync(fresh, "");
  const now = fs.statSync(fresh).mtimeMs;
  fs.rmSync(fresh);
  removeOld(folder, now, () => true);
}

function removeOld(folder: string, now: number, isOurs: (base: string) => boolean): void {
  for (const name of fs.readdirSync(folder)) {
    const [, base] = /^(.*)\.[0-9a-f-]{36}\.partial$/.exec(name) ?? [];
    if (base === undefined || !isOurs(base)) continue;
    const partial = path.join(folder, name);
    const modified = fs.statSync(partial, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - modified > ABANDONED_MILLISECONDS) fs.rmSync(partial, { force: true });
  }
}

/** The age from which a partial file counts as abandoned: no write takes an hour. */
const ABANDONED_MILLISECONDS = 3_600_000;
