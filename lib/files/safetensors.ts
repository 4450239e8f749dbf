/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header { name: { dtype, shape, data_offsets } }
 * with strings under "__metadata__", then the tensors' little-endian numbers.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Metadata;
}

type Metadata = Readonly<Record<string, string>>;

interface Entry {
  readonly dtype: keyof typeof DTYPES;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const DTYPES = { F32: Float32Array, F64: Float64Array };
/** The format's own limit on the header's length in bytes. */
const LONGEST_HEADER = 100_000_000;

/**
 * The bytes that Python's safetensors package writes for the same tensors and metadata: wider numbers first, then by
 * name, the header padded with spaces to a multiple of 8. (That package orders several metadata entries arbitrarily.)
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const sorted = [...tensors].sort(
    ([name, { data }], [other, { data: otherData }]) =>
      otherData.BYTES_PER_ELEMENT - data.BYTES_PER_ELEMENT || compareBytes(name, other),
  );
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, { shape, data }] of sorted) {
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    header[name] = { dtype, shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 * Math.ceil((8 + json.length) / 8);
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.fill(" ".charCodeAt(0), 8, start);
  bytes.set(json, 8);
  let at = start;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Orders texts by the bytes of their UTF-8. */
function compareBytes(one: string, other: string): number {
  const [first, second] = [one, other].map((text) => new TextEncoder().encode(text));
  const at = first.findIndex((byte, i) => byte !== second[i]);
  return at === -1 ? first.length - second.length : first[at] - (second[at] ?? -1);
}

/** Reads float32 and float64 tensors. Throws an Error that starts with `name` and says what is wrong with the bytes. */
export function decodeSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const fail = (what: string): never => {
    throw new Error(`${name}: ${what}`);
  };
  if (bytes.length < 9)
    fail(`expected a safetensors file, got ${bytes.length} bytes: truncated, or another format`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER || bytes[8] !== "{".charCodeAt(0)) fail("is not a safetensors file");
  const start = 8 + length;
  if (bytes.length < start) fail(`is truncated: expected ${length} bytes of header, got ${bytes.length - 8}`);
  const { entries, metadata } = parseHeader(bytes.subarray(8, start), fail);
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [tensor, { dtype, shape, data_offsets: offsets }] of entries.sort(byOffset)) {
    const values = DTYPES[dtype];
    const size = values.BYTES_PER_ELEMENT * shape.reduce((product, count) => product * count, 1);
    if (offsets[0] !== end || offsets[1] !== end + size)
      fail(
        `tensor ${tensor}: expected bytes ${end} to ${end + size} for shape [${shape}], got ${offsets.join(" to ")}`,
      );
    if (start + end + size > bytes.length)
      fail(`is truncated: tensor ${tensor} ends at byte ${start + end + size}, the file at ${bytes.length}`);
    // A copy is aligned, whatever the header's length.
    const copy = bytes.buffer.slice(bytes.byteOffset + start + end, bytes.byteOffset + start + end + size);
    tensors.set(tensor, { shape, data: new values(copy as ArrayBuffer) });
    end += size;
  }
  if (start + end < bytes.length) fail(`has ${bytes.length - start - end} bytes too many`);
  return { tensors, metadata };
}

type Fail = (what: string) => never;

/** The header's entries and metadata, whose form is right; whether the offsets fit the data is left to check. */
function parseHeader(bytes: Uint8Array, fail: Fail): { entries: [string, Entry][]; metadata: Metadata } {
  let header: Readonly<Record<string, unknown>>;
  let repeated: string | undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    header = JSON.parse(text);
    repeated = repeatedKey(text);
  } catch {
    return fail("is not a safetensors file, or has been altered: its header is not JSON");
  }
  if (repeated !== undefined) fail(`its header has the key ${repeated} twice`);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isMetadata(metadata))
    return fail(`__metadata__: expected an object of strings, got ${JSON.stringify(metadata)}`);
  return {
    metadata,
    entries: Object.entries(entries).map(([name, entry]) => [name, checkedEntry(name, entry, fail)]),
  };
}

/**
 * A key that some object in a JSON text has twice, after those of the objects around it; undefined if there is none.
 * JSON.parse would silently keep the last of its values.
 */
function repeatedKey(json: string): string | undefined {
  const open: { key: string; keys: Set<string> }[] = [];
  let [start, end, inString] = [0, 0, false];
  for (const { 0: token, index } of json.matchAll(/\\.|["{}:]/g)) {
    if (token === '"') {
      inString = !inString;
      if (inString) start = index;
      else end = index + 1;
    } else if (inString) continue;
    else if (token === "{") open.push({ key: "", keys: new Set() });
    else if (token === "}") open.pop();
    else {
      const object = open[open.length - 1];
      object.key = JSON.parse(json.slice(start, end));
      if (object.keys.has(object.key)) return open.map(({ key }) => JSON.stringify(key)).join(".");
      object.keys.add(object.key);
    }
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isMetadata = (value: unknown): value is Metadata =>
  isObject(value) && Object.values(value).every((text) => typeof text === "string");

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);

function checkedEntry(name: string, entry: unknown, fail: Fail): Entry {
  const { dtype, shape, data_offsets, ...rest } = isObject(entry) ? entry : {};
  if (
    !(typeof dtype === "string" && isCounts(shape) && isCounts(data_offsets) && data_offsets.length === 2) ||
    Object.keys(rest).length > 0
  )
    return fail(
      `tensor ${name}: expected a dtype, a shape and two data_offsets of integers ≥ 0, got ${JSON.stringify(entry)}`,
    );
  if (!isDtype(dtype)) return fail(`tensor ${name}: expected dtype F32 or F64, got ${dtype}`);
  return { dtype, shape, data_offsets: [data_offsets[0], data_offsets[1]] };
}

const isDtype = (name: string): name is Entry["dtype"] => Object.hasOwn(DTYPES, name);

function byOffset([, one]: [string, Entry], [, other]: [string, Entry]): number {
  return one.data_offsets[0] - other.data_offsets[0] || one.data_offsets[1] - other.data_offsets[1];
}
