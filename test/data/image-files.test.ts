import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { images } from "../../lib";
import { resized } from "../../lib/data/grey-image";
import { readPgm } from "../../lib/data/pgm";
import { expectClose } from "../support/close";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "images-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
};

/** A picture whose pixels have these colours, encoded. */
function encoded(rows: string[][], type: "image/png" | "image/jpeg" = "image/png"): Buffer {
  const canvas = createCanvas(rows[0].length, rows.length);
  const context = canvas.getContext("2d");
  rows.forEach((row, y) => {
    row.forEach((color, x) => {
      context.fillStyle = color;
      context.fillRect(x, y, 1, 1);
    });
  });
  return type === "image/png" ? canvas.toBuffer(type) : canvas.toBuffer(type, 100);
}

/** Many different pixels, so that the file is long. */
const noisy = Array.from({ length: 40 }, (_, y) =>
  Array.from({ length: 30 }, (_, x) => `rgb(${(x * 37 + y * 91) % 256}, ${(x * x + y) % 256}, ${y * 6})`),
);

describe("images", () => {
  it("reads PNG and PGM as grey in [0, 1], also in folders, in the order of their numbers", async () => {
    put("10.png", encoded([["white", "rgb(51, 51, 51)", "red"]]));
    put("2.PGM", "P2\n3 1 5\n0 1 5\n");
    put("sub/1.pgm", Buffer.from("P5 3 1 255\n\x00\x33\xff", "latin1"));
    put("notes.txt", "no picture");
    put(".hidden.png", "no picture either");
    const { points, imageSize, files } = await images(folder);
    expect(files).toEqual(["2.PGM", "10.png", path.join("sub", "1.pgm")]);
    expect(imageSize).toEqual([1, 3]);
    expectClose(points, [
      [0, 0.2, 1],
      [1, 0.2, 0.299],
      [0, 0.2, 1],
    ]);
  });

  it("reads JPEG about as it was drawn, and lays transparent pixels on white", async () => {
    put("1.jpg", encoded([Array(16).fill("rgb(100, 100, 100)")], "image/jpeg"));
    put("2.png", encoded([["transparent", "rgba(0, 0, 0, 0.4)", ...Array(14).fill("black")]]));
    const { points } = await images(folder);
    expect(points.row(0).every((grey) => Math.abs(grey - 100 / 255) < 0.02)).toBe(true);
    expect([...points.row(1).subarray(0, 3)]).toEqual([1, 153 / 255, 0]);
  });

  it("brings pictures of unlike sizes to one size if asked to", async () => {
    put("a.pgm", "P2 4 2 4 0 4 2 2 4 0 2 2");
    put("b.pgm", "P2 2 1 4 1 3");
    const { points, imageSize } = await images(folder, { imageSize: [1, 2] });
    expect(imageSize).toEqual([1, 2]);
    expectClose(points, [
      [0.5, 0.5],
      [0.25, 0.75],
    ]);
    await expect(images(folder)).rejects.toThrow(
      "b.pgm: expected 4 × 2 pixels, as a.pgm has, got 2 × 1; the option imageSize brings all to one size",
    );
  });

  it("says what is wrong, and with which file", async () => {
    await expect(images(path.join(folder, "none"))).rejects.toThrow(
      /none: cannot be read as a folder: ENOENT/,
    );
    await expect(images(folder)).rejects.toThrow(
      "expected pictures that end in .png, .jpg, .jpeg, .pgm, found none",
    );
    await expect(images(folder, { imageSize: [0, 2] })).rejects.toThrow(
      "imageSize: expected an integer ≥ 1, got 0",
    );
    await expect(images(folder, { size: 2 } as never)).rejects.toThrow('images: unknown option "size"');
    put("wrong.png", "GIF89a");
    await expect(images(folder)).rejects.toThrow("wrong.png: expected a PNG, JPEG or PGM picture, but");
    put("wrong.png", Buffer.concat([encoded(noisy).subarray(0, 33), encoded(noisy).subarray(-12)]));
    await expect(images(folder)).rejects.toThrow("wrong.png: cannot be decoded");
  });

  it.each(["image/png", "image/jpeg"] as const)("refuses a truncated %s", async (type) => {
    const whole = encoded(noisy, type);
    put("whole", whole);
    for (const share of [0.1, 0.5, 0.9]) {
      put("cut.png", whole.subarray(0, share * whole.length));
      await expect(images(folder)).rejects.toThrow(
        "cut.png: is truncated: the end of the picture is missing",
      );
    }
  });
});

describe("readPgm", () => {
  const pgm = (text: string) => readPgm(Buffer.from(text, "latin1"), "x.pgm");

  it("reads one and two bytes, digits and comments", () => {
    const header = "P5 # made by hand\n# twice\n2\n# width above\n1 ";
    expect([...pgm(`${header}200\n\x00\xc8`).pixels]).toEqual([0, 1]);
    expect([...pgm(`${header}1000 \x01\xf4\x03\xe8`).pixels]).toEqual([0.5, 1]);
    expect(pgm("P2 1 2 10\n5 # half\n 1").pixels).toEqual(Float64Array.of(0.5, 0.1));
    expect(pgm("P5 1 2 255\n  ").size).toEqual([2, 1]);
  });

  it("says what is wrong", () => {
    expect(() => pgm("P5 2 2\n")).toThrow("x.pgm: expected a PGM header");
    expect(() => pgm("P5 0 2 255\n")).toThrow("x.pgm: expected at least one pixel, got 0 × 2");
    expect(() => pgm("P5 1 2 70000\nabcd")).toThrow(
      "x.pgm: expected a value of white from 1 to 65535, got 70000",
    );
    expect(() => pgm("P5 3 2 255\nabcde")).toThrow("x.pgm: expected 6 pixels for 3 × 2, got 5");
    expect(() => pgm("P5 3 2 256\nabcdefghij")).toThrow("x.pgm: expected 6 pixels for 3 × 2, got 5");
    expect(() => pgm("P2 2 1 9\n3 11")).toThrow("x.pgm: expected values from 0 to 9, got 11 at pixel 1");
    expect(() => pgm("P2 2 1 9\n3 x")).toThrow("x.pgm: expected values from 0 to 9, got NaN at pixel 1");
  });
});

describe("resized", () => {
  it("takes the mean over the area of a pixel, also for parts of pixels", () => {
    const image = { size: [1, 3], pixels: Float64Array.of(0, 0.6, 1) } as const;
    const { pixels } = resized(image, [2, 2]);
    const expected = [(0 + 0.3) / 1.5, (0.3 + 1) / 1.5];
    [...expected, ...expected].forEach((grey, at) => {
      expect(pixels[at]).toBeCloseTo(grey, 12);
    });
  });
});
