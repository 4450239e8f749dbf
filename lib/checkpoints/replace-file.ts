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
 * Gives `file` new content in one step: written aside, brought to the disk, then renamed, so that at every moment the
 * whole old or the whole new file has that name. With `keepPrevious` the old one stays under `previousOf(file)`.
 * Makes missing folders. An Error leaves the old file.
 */
export function replaceFile(file: string, bytes: Uint8Array, { keepPrevious = false } = {}): void {
  const aside = asideOf(file);
  mkdirSync(path.dirname(file), { recursive: true });
  removeAbandoned(file);
  try {
    const descriptor = openSync(aside, "w");
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (keepPrevious && existsSync(file)) replaceByCopy(previousOf(file), file);
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
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
    throw new TypeError(`${argument}: expected a file's path, got ${JSON.stringify(file)}`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(asideOf(file), "");
    rmSync(asideOf(file));
  } catch (cause) {
    throw new Error(`${argument}: cannot write ${file}: ${(cause as Error).message}`, { cause });
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${argument}: expected a file, got the folder ${file}`);
}

/** A second name for the same content where the file system has that, so that nothing need be written twice. */
function replaceByCopy(copy: string, file: string): void {
  const aside = asideOf(copy);
  try {
    try {
      linkSync(file, aside);
    } catch {
      copyFileSync(file, aside);
    }
    renameSync(aside, copy);
  } finally {
    // Renaming one name of a file to another of its names does nothing.
    rmSync(aside, { force: true });
  }
}

/** Two processes that write the same file do not meet. */
const asideOf = (file: string) => `${file}.${process.pid}.partial`;

/** Removes what processes left that ended while they wrote. */
function removeAbandoned(file: string): void {
  const folder = path.dirname(file);
  const written = [file, previousOf(file)].map((one) => path.basename(one));
  for (const name of readdirSync(folder)) {
    const [, base, id] = /^(.*)\.(\d+)\.partial$/.exec(name) ?? [];
    if (written.includes(base) && !isAlive(Number(id))) rmSync(path.join(folder, name), { force: true });
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
