import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  declaredParameters,
  findNotebook,
  parameterCode,
  parseNotebookArguments,
} from "../../scripts/notebook/arguments.mjs";

describe("parseNotebookArguments", () => {
  it("reads values as JSON, or else as text", () => {
    const commandLine = [
      "01",
      "-p",
      "epochs=200",
      "-p",
      "rate=1e-3",
      "-p",
      "engine=fused",
      "-p",
      "sizes=[1,2]",
      "-p",
      "a=b=c",
    ];
    expect(parseNotebookArguments(commandLine)).toEqual({
      notebook: "01",
      parameters: { epochs: 200, rate: 1e-3, engine: "fused", sizes: [1, 2], a: "b=c" },
      output: undefined,
    });
  });

  it("takes the options before the notebook too", () => {
    expect(parseNotebookArguments(["-o", "out.ipynb", "04"])).toMatchObject({
      notebook: "04",
      output: "out.ipynb",
    });
  });

  it.each([
    [[], "Expected one notebook, got none"],
    [["01", "04"], "Expected one notebook, got 01 04"],
    [["01", "-p", "epochs"], "Expected -p name=value, got -p epochs"],
    [["01", "-p", "=3"], "Expected -p name=value, got -p =3"],
    [["01", "--epochs", "3"], "--epochs"],
  ])("rejects %j", (commandLine, message) => {
    expect(() => parseNotebookArguments(commandLine)).toThrow(message);
  });
});

describe("findNotebook", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "notebooks-"));
    for (const name of ["01-first.ipynb", "02-second.ipynb", "readme.md"])
      writeFileSync(join(folder, name), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(["2", "02", "02-second", "02-second.ipynb"])("finds %s", (wanted) => {
    expect(findNotebook(wanted, folder, "elsewhere")).toBe(join(folder, "02-second.ipynb"));
  });

  it("finds a path in the reader's folder", () => {
    expect(findNotebook("./01-first.ipynb", "elsewhere", folder)).toBe(join(folder, "01-first.ipynb"));
  });

  it("lists the notebooks there are", () => {
    expect(() => findNotebook("03", folder, "elsewhere")).toThrow(
      'There is no notebook "03". There are:\n  01-first.ipynb\n  02-second.ipynb',
    );
  });
});

describe("parameters", () => {
  const cell = (source: string | string[], ...tags: string[]) => ({
    cell_type: "code",
    metadata: { tags },
    source,
  });

  it("are those that the tagged cell declares", () => {
    const tagged = cell(
      ["const epochs = 3; // const not = 1\n", "let seed = 1;\n", "// const gone = 2;\n"],
      "parameters",
    );
    expect(declaredParameters({ cells: [cell("const other = 1;"), tagged] })).toEqual(["epochs", "seed"]);
  });

  it("are none without such a cell", () => {
    expect(declaredParameters({ cells: [cell("const other = 1;")] })).toEqual([]);
    expect(() => parameterCode({ other: 2 }, [])).toThrow("It has none");
  });

  it("become constants", () => {
    expect(parameterCode({ epochs: 5, name: 'a "b"' }, ["epochs", "name", "seed"])).toBe(
      'const epochs = 5;\nconst name = "a \\"b\\"";',
    );
  });

  it("that are not declared are refused", () => {
    expect(() => parameterCode({ epoch: 5 }, ["epochs", "seed"])).toThrow(
      "The notebook has no parameter epoch. It has epochs, seed.",
    );
  });
});
