import { describe, expect, it } from "vitest";
import { closingLine, countTests } from "../../scripts/test/count.mjs";

const results = (passed: number, failed: number, skipped: number, files: string[][] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: skipped,
  testResults: files.map(([status, ...tests]) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  })),
});

describe("countTests", () => {
  it("adds the checks to the tests", () => {
    expect(countTests(results(5, 0, 2), 0, [true, true])).toEqual({ passed: 7, failed: 0, skipped: 2 });
    expect(countTests(results(5, 0, 0), 0, [true, false])).toEqual({ passed: 6, failed: 1, skipped: 0 });
  });

  it("counts a file that fails outside its tests once, and one with a failed test not again", () => {
    const files = [["failed"], ["failed", "passed", "failed"], ["passed", "passed"]];
    expect(countTests(results(2, 1, 0, files), 1, [])).toEqual({ passed: 2, failed: 2, skipped: 0 });
  });

  it("fails when vitest fails, whatever its report says", () => {
    expect(countTests(results(5, 0, 0), 1, [])).toMatchObject({ passed: 5, failed: 1 });
    expect(countTests(undefined, 1, [true])).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
});

describe("closingLine", () => {
  it("names skipped tests only where there are some", () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe("3 passed, 1 failed, 2 skipped");
  });
});
