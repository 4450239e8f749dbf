import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors, type Tensor } from "../../lib/files/safetensors";
import golden from "./golden.json";

const bytes = readFileSync(path.join(__dirname, "golden.safetensors"));

const goldenTensors = () =>
  new Map(
    golden.tensors.map((one): [string, Tensor] => {
      const [name, shape, values] = one as [string, number[], number[]];
      return [
        name,
        { shape, data: name === "float64" ? new Float64Array(values) : new Float32Array(values) },
      ];
    }),
  );

const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';

/** A file with any header, whose characters are its bytes. */
function withHeader(header: string, dataLength = 0): Uint8Array {
  const file = Buffer.alloc(8 + header.length + dataLength);
  file.writeBigUInt64LE(BigInt(header.length));
  file.write(header, 8, "latin1");
  return file;
}

describe("safetensors", () => {
  it("reads what the Python package wrote", () => {
    const { tensors, metadata } = decodeSafetensors(bytes, "golden");
    expect(new Map(tensors)).toEqual(goldenTensors());
    expect(Object.keys(metadata)).toEqual(["aevb-notebooks"]);
  });

  it("writes the bytes that the Python package writes, whatever the order of the tensors", () => {
    const { metadata } = decodeSafetensors(bytes, "golden");
    const reversed = new Map([...goldenTensors()].reverse());
    for (const tensors of [goldenTensors(), reversed])
      expect(Buffer.compare(encodeSafetensors({ tensors, metadata }), bytes)).toBe(0);
  });

  it("tells a repeated key from the same key in another object, and from texts that look like keys", () => {
    const header = `{"__metadata__":{"a":"{\\"a\\":1,\\"a\\":2}","dtype":"a: b"},"a":${entry}}`;
    const { tensors, metadata } = decodeSafetensors(withHeader(header, 4), "f");
    expect(metadata).toEqual({ a: '{"a":1,"a":2}', dtype: "a: b" });
    expect([...tensors.keys()]).toEqual(["a"]);
  });

  it("reads tensors that are not aligned to their width", () => {
    const header = '{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}';
    const file = Buffer.from(withHeader(header, 8));
    file.writeDoubleLE(1 / 3, 8 + header.length);
    expect((8 + header.length) % 8).not.toBe(0);
    expect(decodeSafetensors(file, "f").tensors.get("a")?.data[0]).toBe(1 / 3);
  });

  it.each([
    ["nothing", new Uint8Array(0), "expected a safetensors file, got 0 bytes"],
    ["another format", Buffer.from("\x89PNG\r\n\x1a\n0000000"), "is not a safetensors file"],
    ["text", Buffer.from("x,y\n1,2\n3,4\n5,6\n7,8\n"), "is not a safetensors file"],
    ["a header that is not JSON", withHeader("{a}"), "its header is not JSON"],
    ["bytes that are not UTF-8", withHeader('{"\xff":{}}'), "its header is not JSON"],
    ...["1", "null", "[]", "{}"].map((entry) => [
      `${entry} as a tensor`,
      withHeader(`{"a":${entry}}`),
      `tensor a: expected a dtype, a shape and two data_offsets of integers ≥ 0, got ${entry}`,
    ]),
    ...[
      '"dtype":4,"shape":[1],"data_offsets":[0,4]',
      '"dtype":"F32","shape":[-1],"data_offsets":[0,4]',
      '"dtype":"F32","shape":[1.5],"data_offsets":[0,6]',
      '"dtype":"F32","shape":1,"data_offsets":[0,4]',
      '"dtype":"F32","shape":[1],"data_offsets":[0,4,8]',
      '"dtype":"F32","shape":[1],"data_offsets":[0,"4"]',
      '"dtype":"F32","shape":[1],"data_offsets":[0,4],"strides":[1]',
    ].map((entry) => [
      `the entry ${entry}`,
      withHeader(`{"a":{${entry}}}`, 4),
      `tensor a: expected a dtype, a shape and two data_offsets of integers ≥ 0, got {${entry}}`,
    ]),
    ...["null", "[]", '"text"', '{"b":1}'].map((metadata) => [
      `${metadata} as metadata`,
      withHeader(`{"__metadata__":${metadata}}`),
      `__metadata__: expected an object of strings, got ${metadata}`,
    ]),
    ...[
      ['{"a":ENTRY,"a":ENTRY}', '"a"'],
      ['{"a":ENTRY,"\\u0061":ENTRY}', '"a"'],
      ['{"a:{\\"":ENTRY,"b":ENTRY,"a:{\\u0022" : ENTRY}', '"a:{\\""'],
      ['{"__metadata__":{"b":"","c":"","b":""}}', '"__metadata__"."b"'],
      ['{"a":{"dtype":"F32","shape":[1],"dtype":"F64","data_offsets":[0,4]}}', '"a"."dtype"'],
    ].map(([header, key]) => [
      `the keys of ${header}`,
      withHeader(header.replaceAll("ENTRY", entry), 4),
      `its header has the key ${key} twice`,
    ]),
    [
      "a dtype that every object has",
      withHeader('{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,4]}}', 4),
      "tensor a: expected dtype F32 or F64, got toString",
    ],
    [
      "tensors that overlap",
      withHeader(`{"a":${entry},"b":${entry}}`, 4),
      "tensor b: expected bytes 4 to 8 for shape [1], got 0 to 4",
    ],
    [
      "another dtype",
      withHeader('{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}', 2),
      "tensor a: expected dtype F32 or F64, got BF16",
    ],
    [
      "offsets that do not fit the shape",
      withHeader('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', 8),
      "tensor a: expected bytes 0 to 12 for shape [3], got 0 to 8",
    ],
    [
      "a gap",
      withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', 8),
      "tensor a: expected bytes 0 to 4 for shape [1], got 4 to 8",
    ],
    ["a header longer than the file", bytes.subarray(0, 100), "is truncated: expected"],
    ["data that end early", bytes.subarray(0, bytes.length - 1), /is truncated: tensor \S+ ends at byte/],
    ["bytes too many", Buffer.concat([bytes, Buffer.alloc(3)]), "has 3 bytes too many"],
  ] as [string, Uint8Array, string | RegExp][])("rejects %s and names the file", (_, file, message) => {
    expect(() => decodeSafetensors(file, "some file")).toThrow(message);
    expect(() => decodeSafetensors(file, "some file")).toThrow(/^some file: /);
  });
});
