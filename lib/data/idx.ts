import { checkInteger, rejectUnknownOptions } from "../check";
import { readUncompressed } from "../files/disk";
import { NDArray } from "../ndarray";

export interface IdxOptions {
  /** How many entries along the first axis to read, the first ones; default: all. */
  readonly count?: number;
}

/**
 * Reads an IDX file of bytes, the format of the MNIST data, also one that gzip has compressed: two bytes of zero, the code of
 * the numbers' type, 8 for bytes, the number of axes, each axis's length in 32 bits, big-endian, and the numbers, which take
 * eight bytes in memory. Throws an Error that names the file and what is wrong with it, and a RangeError for a count that it
 * does not have.
 */
export function idx(path: string, options: IdxOptions = {}): NDArray {
  const { count, ...rest } = options;
  rejectUnknownOptions("idx", rest, "count");
  if (count !== undefined) checkInteger("count", count);
  const bytes = readUncompressed(path);
  const fail = (what: string): never => {
    throw new Error(`${path}: ${what}`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0)
    fail(`expected an IDX file, which begins with two bytes of zero, got ${described(bytes.subarray(0, 4))}`);
  const [code, axes] = bytes.subarray(2, 4);
  if (code !== 8) fail(`expected numbers of type 0x08, bytes, got ${described([code])}`);
  const header = 4 + 4 * axes;
  if (axes === 0) fail("expected at least one axis, got 0");
  if (bytes.length < header)
    fail(`expected a header of ${header} bytes for ${axes} axes, got a file of ${bytes.length} bytes`);
  const shape = Array.from({ length: axes }, (_, axis) => view.getInt32(4 + 4 * axis));
  if (shape.some((length) => length < 1)) fail(`expected axes of length ≥ 1, got ${shape.join(" × ")}`);
  const expected = shape.reduce((product, length) => product * length, 1) + header;
  if (bytes.length !== expected)
    fail(`expected ${expected} bytes for ${shape.join(" × ")} numbers, got ${bytes.length}`);
  const [all, ...others] = shape;
  if (count !== undefined && count > all)
    throw new RangeError(`count: expected at most the ${all} entries of ${path}, got ${count}`);
  const kept = [count ?? all, ...others];
  const size = kept.reduce((product, length) => product * length, 1);
  return new NDArray(Float64Array.from(bytes.subarray(header, header + size)), kept);
}

const described = (bytes: ArrayLike<number>) =>
  Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(" ") || "an empty file";
