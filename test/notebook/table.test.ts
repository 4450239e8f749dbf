import { afterEach, expect, it, vi } from "vitest";
import { table } from "../../lib";

afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, "notebookKernel");
});

const rows = {
  "first row": { count: 5, "size, nats": -0.25, note: "a < b" },
  second: { count: 1200, "size, nats": 3.1412 },
};

/** What `table` prints outside a notebook. */
function printed(...args: Parameters<typeof table>): string {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  table(...args);
  return log.mock.calls[0][0];
}

it("aligns numbers at the right and texts at the left", () => {
  expect(printed(rows, { digits: 2, caption: "Sizes" })).toBe(
    [
      "Sizes",
      "           count  size, nats  note",
      "first row      5       −0.25  a < b",
      "second      1200        3.14",
    ].join("\n"),
  );
});

it("writes what does not fit with a power of ten, and no zero with a sign", () => {
  const column = (values: number[]) => Object.fromEntries(values.map((value, i) => [`${i}`, { value }]));
  const text = printed(column([-0.0001, 2e-14, -3e-5, 2.5e12, Number.NaN, -0]), { digits: 3 });
  const cells = text
    .split("\n")
    .slice(1)
    .map((line) => line.slice(1).trim());
  expect(cells).toEqual(["−1·10⁻⁴", "2·10⁻¹⁴", "−3·10⁻⁵", "3·10¹²", "NaN", "0.000"]);
});

it("shows HTML and text in a notebook", () => {
  const display = vi.fn();
  Object.assign(globalThis, { notebookKernel: { display } });
  table(rows);
  const [bundle] = display.mock.calls[0];
  expect(bundle["text/plain"]).toContain("−0.250");
  expect(bundle["text/html"]).toContain(">a &#60; b</td>");
  expect(bundle["text/html"].match(/<tr>/g)).toHaveLength(3);
});

it("refuses a number of digits that is not an integer, and unknown options", () => {
  expect(() => table(rows, { digits: 1.5 })).toThrow("digits: expected an integer ≥ 0, got 1.5");
  expect(() => table(rows, { digit: 1 } as object)).toThrow('table: unknown option "digit"');
});
