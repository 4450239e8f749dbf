import { readFileSync } from "node:fs";

/** A file's bytes. Throws an Error that names the file and says that it is missing, or why it cannot be read. */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(`${file}: there is no such file`, { cause });
    throw new Error(`${file}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}
