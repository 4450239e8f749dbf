import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectRoot } from "../scripts/setup/project.mjs";

/** A copy of lib/, in which something is added at one place only. */
let folder: string;
beforeAll(() => {
  mkdirSync(join(projectRoot, "output"), { recursive: true });
  folder = mkdtempSync(join(projectRoot, "output", "types-"));
  cpSync(join(projectRoot, "lib"), join(folder, "lib"), { recursive: true });
  const { compilerOptions } = JSON.parse(readFileSync(join(projectRoot, "tsconfig.json"), "utf8"));
  const exclude = ["lib/kernels/assembly", "lib/**/*.browser.ts"];
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["lib"], exclude }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function compile(): string {
  const compiler = join(projectRoot, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" }).stdout;
}

it("compiles as it is", () => expect(compile()).toBe(""));

it.each([
  [
    "objective",
    "training/objectives.ts",
    "iwae: () => undefined,",
    "betaTC: () => undefined,",
    "tensorflow/losses.ts",
  ],
  [
    "objective",
    "training/objectives.ts",
    "iwae: () => undefined,",
    "betaTC: () => undefined,",
    "fused/gradient.ts",
  ],
  ["estimator", "training/settings.ts", '"scoreFunction"] as const', '"pathwise2", ', "tensorflow/losses.ts"],
  ["likelihood", "likelihoods/likelihoods.ts", '"studentT" |', '"laplace" | ', "likelihoods/likelihoods.ts"],
  [
    "activation",
    "numerics/activation.ts",
    "tanh: {",
    "gelu: { value: Math.tanh, slope: Math.cosh }, ",
    "kernels/activations.ts",
  ],
])("does not compile while a new %s is missing elsewhere", (_, file, before, addition, elsewhere) => {
  const path = join(folder, "lib", file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(before);
  writeFileSync(path, text.replace(before, `${addition}${before}`));
  const errors = compile();
  writeFileSync(path, text);
  expect(errors).toContain(elsewhere);
  expect(errors).toMatch(/betaTC|pathwise2|laplace|gelu/);
});
