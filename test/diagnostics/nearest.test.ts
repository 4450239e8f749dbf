import { expect, it } from "vitest";
import { nearest } from "../../lib";

it("nearest finds the row at the least distance, the first of equal ones", () => {
  const references = [
    [0, 0],
    [3, 4],
    [0, 0],
  ];
  const x = [
    [3, 1.9],
    [3, 2.2],
    [0, 1],
  ];
  // (3, 1.9) is √12.61 from the first and 2.1 from the second.
  expect([...nearest(x, references)]).toEqual([1, 1, 0]);
  expect(() => nearest([[1]], references)).toThrow("references: expected shape [rows ≥ 1, 1], got [3,2]");
});
