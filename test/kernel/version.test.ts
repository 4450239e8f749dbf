import { expect, it } from "vitest";
import { checkVersion } from "../../kernel/tslab";

it("accepts only the version of tslab that the repairs fit", () => {
  expect(() => checkVersion("1.0.22")).not.toThrow();
  expect(() => checkVersion("1.0.23")).toThrow(/repairs tslab 1\.0\.22.*has tslab 1\.0\.23.*npm ci/);
});
