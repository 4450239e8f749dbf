/** The bits of an array of floats, to compare with toEqual, which takes seconds for a long array's numbers. */
export const bitsOf = ({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");
