import { NDArray } from "../ndarray";
import { base64, type PackedNumbers } from "./numbers";

/** Up to so many numbers are written readably; short lists also where Plotly takes no packed ones, such as ranges. */
const FEW = 50;

/**
 * A figure as the JSON that Plotly takes: the typed arrays and NDArrays in it, at any depth, become lists of numbers or, if
 * they are long, packed numbers in full precision. Everything else stays as it is.
 */
export const plain = <Figure>(figure: Figure) => converted(figure) as Figure;

function converted(value: unknown): unknown {
  const array = arrayOf(value);
  if (array) return array.size > FEW ? packed(array) : lists(array);
  // Plotly unpacks no numbers inside of lists.
  if (Array.isArray(value)) return value.map((one) => lists(arrayOf(one)) ?? converted(one));
  if (typeof value !== "object" || value === null || !isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, converted(one)]));
}

/** Objects of a class, such as dates, write themselves. */
const isPlainObject = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value));

function arrayOf(value: unknown): NDArray | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("shape" in value && "data" in value && value.data instanceof Float64Array)
    return NDArray.from(value as NDArray);
  return ArrayBuffer.isView(value) && "length" in value ? NDArray.from(value as Float64Array) : undefined;
}

const packed = ({ data, shape }: NDArray): PackedNumbers => ({
  dtype: "f8",
  bdata: base64(data),
  shape: shape.join(),
});

/** The numbers in nested lists, with null for each that is not finite; a single number as it is. */
function lists(array: NDArray | undefined): unknown {
  if (!array) return undefined;
  let entries: unknown[] = Array.from(array.data, (value) => (Number.isFinite(value) ? value : null));
  for (const length of array.shape.slice(1).reverse())
    entries = Array.from({ length: entries.length / length }, (_, i) =>
      entries.slice(i * length, (i + 1) * length),
    );
  return array.shape.length === 0 ? entries[0] : entries;
}
