// Array methods of ES2023 that tslab's compiler (TypeScript 5.0) does not know yet.
interface ArrayCopies<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}
interface ReadonlyArray<T> extends ArrayCopies<T> {}
interface Array<T> extends ArrayCopies<T> {}
interface TypedArrayCopies<Self> {
  toReversed(): Self;
  toSorted(compare?: (a: number, b: number) => number): Self;
  with(index: number, value: number): Self;
}
interface Int8Array extends TypedArrayCopies<Int8Array> {}
interface Uint8Array extends TypedArrayCopies<Uint8Array> {}
interface Uint8ClampedArray extends TypedArrayCopies<Uint8ClampedArray> {}
interface Int16Array extends TypedArrayCopies<Int16Array> {}
interface Uint16Array extends TypedArrayCopies<Uint16Array> {}
interface Int32Array extends TypedArrayCopies<Int32Array> {}
interface Uint32Array extends TypedArrayCopies<Uint32Array> {}
interface Float32Array extends TypedArrayCopies<Float32Array> {}
interface Float64Array extends TypedArrayCopies<Float64Array> {}
/** Declared so that a cell which calls it learns what to use instead. */
declare function prompt(message?: string, value?: string): string | null;
