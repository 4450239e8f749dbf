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
  readonly metadata: Readonly<Record<string, string>>;
}

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
  const { __metadata__: metadata = {}, ...entries } = parseHeader(
    new TextDecoder().decode(bytes.subarray(8, start)),
    fail,
  );
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [tensor, { dtype, shape, data_offsets: offsets }] of Object.entries(entries).sort(byOffset)) {
    if (!(dtype in DTYPES)) fail(`tensor ${tensor}: expected dtype F32 or F64, got ${dtype}`);
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

type Header = { __metadata__?: Record<string, string> } & Record<string, Entry>;

function parseHeader(text: string, fail: (what: string) => never): Header {
  let header: Header;
  try {
    header = JSON.parse(text);
  } catch {
    return fail("is not a safetensors file, or has been altered: its header is not JSON");
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isEntry = (entry: Partial<Entry> | null) =>
    Array.isArray(entry?.shape) &&
    entry.shape.every(isCount) &&
    Array.isArray(entry.data_offsets) &&
    entry.data_offsets.length === 2;
  const isText = (value: unknown) => typeof value === "string";
  if (!Object.values(entries).every(isEntry) || !Object.values(metadata).every(isText))
    fail("is not a safetensors file, or has been altered: its header has an unexpected form");
  return header;
}

function byOffset([, one]: [string, Entry], [, other]: [string, Entry]): number {
  return one.data_offsets[0] - other.data_offsets[0] || one.data_offsets[1] - other.data_offsets[1];
}
