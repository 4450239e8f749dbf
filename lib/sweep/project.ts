import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { canonicalJson } from "../canonical-json";
import { sha256 } from "../hash";

const lib = path.join(__dirname, "..");
export const projectFolder = path.join(lib, "..");

/** The SHA-256 of a file, or of what is in its place: Windows' line ends count as "\n". */
export const fileHash = (file: string): string =>
  sha256(Buffer.from(readFileSync(file, "utf8").replaceAll("\r\n", "\n")));

/** A hash of the files of lib/ that a result can depend on: all but those that only show it. */
export function libraryHash(): string {
  const files = (readdirSync(lib, { recursive: true }) as string[])
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => /(?<!\.browser)\.ts$/.test(file) && !/^(figures|notebook)\/|^index\.ts$/.test(file))
    .sort();
  const hashes = files.map((file) => [file, fileHash(path.join(lib, file))]);
  return sha256(Buffer.from(canonicalJson(hashes)));
}
