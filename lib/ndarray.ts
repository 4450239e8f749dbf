import { checkInteger, checkIntegers } from "./check";
import { printArray } from "./print-array";

/** What `NDArray.from` accepts: one number (shape []), numbers (shape [n]), rows of numbers (shape [n, d]), or an NDArray. */
export type NDArrayLike = NDArray | number | ArrayLike<number> | readonly ArrayLike<number>[];

/** By this name Node.js finds how an object wants to be printed. */
const PRINT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** The library's array type: numbers with a shape, row-major, in float64. */
export class NDArray {
  constructor(
    readonly data: Float64Array,
    readonly shape: readonly number[],
  ) {
    for (const length of shape) checkInteger("shape", length, 0);
    if (data.length !== sizeOf(shape))
      throw new RangeError(
        `data: expected ${sizeOf(shape)} numbers for shape [${shape}], got ${data.length}`,
      );
  }

  /**
   * `values` as an NDArray; an NDArray is returned as it is. Throws an error that calls the argument `name` for anything
   * other than numbers, and for rows of unequal length.
   */
  static from(values: NDArrayLike, name = "values"): NDArray {
    if (values instanceof NDArray) return values;
    if (typeof values === "number") return new NDArray(Float64Array.of(values), []);
    // In a notebook, values created before an edit of this file are instances of the old class.
    if (typeof values === "object" && values !== null && "shape" in values) {
      const { data, shape } = values as unknown as NDArray;
      return new NDArray(data, shape);
    }
    if (!isList(values))
      throw new TypeError(
        `${name}: expected a number, an array of numbers, rows of numbers or an NDArray, got ${describe(values)}`,
      );
    if (!isList(values[0])) {
      checkNumbers(values as ArrayLike<number>, name, "position");
      return new NDArray(Float64Array.from(values as ArrayLike<number>), [values.length]);
    }
    const rows = values as readonly ArrayLike<number>[];
    const width = rows[0].length;
    const data = new Float64Array(rows.length * width);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (!isList(row) || row.length !== width)
        throw new RangeError(
          `${name}: expected rows of ${width} numbers, got ${isList(row) ? row.length : describe(row)} in row ${i}`,
        );
      checkNumbers(row, name, `row ${i}, column`);
      data.set(row, i * width);
    }
    return new NDArray(data, [rows.length, width]);
  }

  get size(): number {
    return this.data.length;
  }

  /** The shape and the numbers, of many only those at the ends of each axis; inside of other objects on one line. */
  [PRINT](depth: number, options: { readonly depth: number }): string {
    const onOneLine = depth !== options.depth || this.shape.length < 2;
    const numbers = printArray(this.data, this.shape, onOneLine);
    return `NDArray [${this.shape.join(", ")}]${onOneLine ? " " : "\n"}${numbers}`;
  }

  /** The same numbers in another shape. */
  reshape(shape: readonly number[]): NDArray {
    return new NDArray(this.data, shape);
  }

  /** A new axis of length 1 before `axis`. */
  expandDims(axis: number): NDArray {
    return this.reshape([...this.shape.slice(0, axis), 1, ...this.shape.slice(axis)]);
  }

  /** `count` equal parts of the last axis, as torch.chunk gives. Throws a RangeError if it has another length. */
  split(count: number): NDArray[] {
    const width = this.shape[this.shape.length - 1] / count;
    checkInteger(`a part of the last axis of [${this.shape}]`, width, 0);
    const shape = [...this.shape.slice(0, -1), width];
    const all = this.data;
    return Array.from({ length: count }, (_, part) => {
      const data = new Float64Array(all.length / count);
      // Views of parts as narrow as a single number would take longer than copying them.
      for (let at = 0, from = part * width; at < data.length; from += count * width)
        for (let i = 0; i < width; i++, at++) data[at] = all[from + i];
      return new NDArray(data, shape);
    });
  }

  /** Joins arrays along their last axis: what `split` took apart. */
  static concat(parts: readonly NDArray[]): NDArray {
    const widths = parts.map(({ shape }) => shape[shape.length - 1]);
    const total = widths.reduce((sum, width) => sum + width, 0);
    const rows = parts[0].size / widths[0];
    const data = new Float64Array(rows * total);
    let start = 0;
    parts.forEach((part, p) => {
      for (let r = 0; r < rows; r++)
        data.set(part.data.subarray(r * widths[p], (r + 1) * widths[p]), r * total + start);
      start += widths[p];
    });
    return new NDArray(data, [...parts[0].shape.slice(0, -1), total]);
  }

  /** Row `index` of a matrix [rows, columns]. Throws a RangeError if there is none. */
  row(index: number): Float64Array {
    checkInteger("index", index, 0, this.shape[0] - 1);
    const width = sizeOf(this.shape.slice(1));
    return this.data.subarray(index * width, (index + 1) * width);
  }

  /** Column `index` of a matrix [rows, columns]. Throws a RangeError if there is none. */
  column(index: number): Float64Array {
    const width = this.shape[1];
    checkInteger("index", index, 0, width - 1);
    return Float64Array.from({ length: this.shape[0] }, (_, i) => this.data[i * width + index]);
  }

  /** Some columns of a matrix, [rows, indices.length], such as a part of every image. Throws a RangeError if one is missing. */
  columns(indices: readonly number[]): NDArray {
    const [rows, width] = this.shape;
    checkIntegers("indices", indices, 0, width - 1);
    const count = indices.length;
    const from = (at: number) => Math.floor(at / count) * width + indices[at % count];
    const data = new Float64Array(rows * count).map((_, at) => this.data[from(at)]);
    return new NDArray(data, [rows, count]);
  }

  /** The first `count` entries along the first axis. */
  head(count: number): NDArray {
    checkInteger("count", count, 0);
    const kept = Math.min(count, this.shape[0]);
    const rest = this.shape.slice(1);
    return new NDArray(this.data.subarray(0, kept * sizeOf(rest)), [kept, ...rest]);
  }

  /** Sum over one axis, which is removed. */
  sum(axis: number): NDArray {
    if (!(Number.isInteger(axis) && axis >= 0 && axis < this.shape.length))
      throw new RangeError(
        `axis: expected one of the ${this.shape.length} axes of [${this.shape}], got ${axis}`,
      );
    const outer = sizeOf(this.shape.slice(0, axis));
    const length = this.shape[axis];
    const inner = sizeOf(this.shape.slice(axis + 1));
    const data = new Float64Array(outer * inner);
    for (let o = 0; o < outer; o++)
      for (let k = 0; k < length; k++)
        for (let i = 0; i < inner; i++) data[o * inner + i] += this.data[(o * length + k) * inner + i];
    return new NDArray(data, [...this.shape.slice(0, axis), ...this.shape.slice(axis + 1)]);
  }

  /** Mean over one axis, which is removed; without an axis, over all entries. */
  mean(): number;
  mean(axis: number): NDArray;
  mean(axis?: number): number | NDArray {
    if (axis === undefined) return this.data.reduce((sum, value) => sum + value, 0) / this.size;
    return broadcast((sum) => sum / this.shape[axis], this.sum(axis));
  }

  /** Standard deviation of all entries around their mean (divided by n). */
  standardDeviation(): number {
    const mean = this.mean();
    return Math.sqrt(this.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / this.size);
  }
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);

const describe = (value: unknown) =>
  typeof value === "object" && value !== null
    ? `a value of type ${value.constructor?.name ?? "object"}`
    : (JSON.stringify(value) ?? String(value));

function checkNumbers(values: ArrayLike<unknown>, name: string, place: string): void {
  if (ArrayBuffer.isView(values)) return;
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] !== "number")
      throw new TypeError(`${name}: expected numbers, got ${describe(values[i])} at ${place} ${i}`);
}

/** The shape that NumPy's broadcasting gives for several arrays. Throws a RangeError if the shapes do not broadcast. */
export function broadcastShape(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const length = lengths.find((one) => one !== 1) ?? 1;
    if (lengths.some((one) => one !== 1 && one !== length))
      throw new RangeError(`shapes ${shapes.map((s) => `[${s}]`).join(" and ")} do not broadcast`);
    return length;
  });
}

/** Applies `f` to the entries of several arrays, broadcast against each other as in NumPy. */
export function broadcast(f: (...values: number[]) => number, ...arrays: readonly NDArrayLike[]): NDArray {
  const inputs = arrays.map((array) => NDArray.from(array));
  const shape = broadcastShape(...inputs.map((input) => input.shape));
  const data = new Float64Array(sizeOf(shape));
  if (inputs.length <= 2 && inputs.every(({ size }) => size === data.length)) {
    const [first, second = first] = inputs.map((input) => input.data);
    for (let i = 0; i < data.length; i++) data[i] = f(first[i], second[i]);
    return new NDArray(data, shape);
  }
  // How far to move in each input when an axis of the result advances by one: 0 along axes on which the input is repeated.
  const strides = inputs.map((input) => {
    const stride = new Array<number>(shape.length).fill(0);
    let step = 1;
    for (let axis = input.shape.length - 1; axis >= 0; axis--) {
      if (input.shape[axis] !== 1) stride[axis + shape.length - input.shape.length] = step;
      step *= input.shape[axis];
    }
    return stride;
  });
  const index = new Array<number>(shape.length).fill(0);
  const offsets = inputs.map(() => 0);
  const values = inputs.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    for (let k = 0; k < inputs.length; k++) values[k] = inputs[k].data[offsets[k]];
    data[i] = f(...values);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const wraps = ++index[axis] === shape[axis];
      for (let k = 0; k < inputs.length; k++) offsets[k] += strides[k][axis] * (wraps ? 1 - shape[axis] : 1);
      if (!wraps) break;
      index[axis] = 0;
    }
  }
  return new NDArray(data, shape);
}
