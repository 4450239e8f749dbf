import { checkInteger, rejectUnknownOptions } from "../check";
import { readFile } from "../files/disk";
import { NDArray } from "../ndarray";

export interface IdxOptions {
  /** How many entries along the first axis to read, the first ones; default: all. */
  readonly count?: number;
}

interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

/** The format's numbers, by their code. */
const TYPES: Readonly<Record<number, NumberType>> = {
  8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  9: { bytes: 1, read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, read: (view, at) => view.getFloat64(at) },
};

/**
 * Reads an IDX file, the format of the MNIST data: two bytes of zero,
 * the type of the numbers, the number of axes, each axis's length in 32 bits, and the numbers, all big-endian. Numbers take
 * eight bytes in memory, whatever their type. Throws an Error that names the file and what is wrong with it, and a
 * RangeError for a count that it does not have.
 */
export function idx(path: string, options: IdxOptions = {}): NDArray {
  const { count, ...rest } = options;
  rejectUnknownOptions("idx", rest);
  if (count !== undefined) checkInteger("count", count);
  const bytes = readFile(path);
  const fail = (what: string): never => {
    throw new Error(`${path}: ${what}`);
  };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) fail("is compressed; uncompress it with gunzip");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0)
    fail(`expected an IDX file, which begins with two bytes of zero, got ${described(bytes.subarray(0, 4))}`);
  const [code, axes] = bytes.subarray(2, 4);
  const type = TYPES[code];
  if (!type) fail(`expected a type of numbers from 0x08 to 0x0e without 0x0a, got ${described([code])}`);
  const header = 4 + 4 * axes;
  if (axes === 0) fail("expected at least one axis, got 0");
  if (bytes.length < header)
    fail(`expected a header of ${header} bytes for ${axes} axes, got a file of ${bytes.length} bytes`);
  const shape = Array.from({ length: axes }, (_, axis) => view.getInt32(4 + 4 * axis));
  if (shape.some((length) => length < 1)) fail(`expected axes of length ≥ 1, got ${shape.join(" × ")}`);
  const expected = header + type.bytes * shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== expected)
    fail(`expected ${expected} bytes for ${shape.join(" × ")} numbers, got ${bytes.length}`);
  const [all, ...others] = shape;
  if (count !== undefined && count > all)
    throw new RangeError(`count: expected at most the ${all} entries of ${path}, got ${count}`);
  const kept = [count ?? all, ...others];
  const size = kept.reduce((product, length) => product * length, 1);
  const { bytes: step, read } = type;
  return new NDArray(
    Float64Array.from({ length: size }, (_, i) => read(view, header + step * i)),
    kept,
  );
}

const described = (bytes: ArrayLike<number>) =>
  Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(" ") || "an empty file";
