import { expect, it } from "vitest";
import { checkVersion } from "../../kernel/version";

it("accepts only the version of tslab that the kernel is built on", () => {
  expect(() => checkVersion("1.0.22")).not.toThrow();
  expect(() => checkVersion("1.0.23")).toThrow(/is built on tslab 1\.0\.22.*has tslab 1\.0\.23.*npm ci/);
});
