import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findChrome } from "../../scripts/setup/browsers.mjs";
import { absoluteKernelspec } from "../../scripts/setup/kernelspec.mjs";
import { errorLine } from "../../scripts/setup/native-backend.mjs";
import { missingPackages } from "../../scripts/setup/node-packages.mjs";
import { jupyterEnvironment, jupyterFolder, projectRoot } from "../../scripts/setup/project.mjs";
import { pythonOf } from "../../scripts/setup/python.mjs";
import {
  adviceOnNode,
  isAtLeast,
  oldestNode,
  recommendedNode,
  requireNode,
} from "../../scripts/setup/versions.mjs";

describe("versions", () => {
  it.each([
    ["3.10.0", "3.10", true],
    ["3.9.18", "3.10", false],
    ["4.0", "3.10", true],
    ["20.0.0", "20", true],
    ["18.20.4", "20", false],
    ["3", "3.1", false],
  ])("%s is at least %s: %s", (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });

  it("names the Node that is needed", () => {
    expect(() => requireNode("18.20.4")).toThrow("Node 20 or newer is needed, but this is 18.20.4");
    expect(() => requireNode("22.1.0")).not.toThrow();
    expect(["18.20.4", "22.1.0", "24.0.0", "26.12.1"].map(adviceOnNode)).toEqual([
      "too old: 20 or newer is needed",
      "works; 24 or newer is recommended",
      "",
      "",
    ]);
  });

  it.each([
    ["package.json", `"node": ">=${oldestNode}"`],
    ["README.md", `Node ${oldestNode} or newer`],
    ["README.md", `Node ${recommendedNode} or newer`],
    [".devcontainer/devcontainer.json", `typescript-node:${recommendedNode}-`],
    ["environment.yml", `nodejs>=${recommendedNode}`],
    [".github/workflows/test.yml", `node: [${oldestNode}, 22, ${recommendedNode}, 26]`],
  ])("%s asks for a Node as the set-up does: %s", (file, text) => {
    expect(readFileSync(join(projectRoot, file), "utf8")).toContain(text);
  });
});

describe("missingPackages", () => {
  const wanted = {
    packages: {
      "": { version: "0.1.0" },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0" },
      "node_modules/for-another-system": { version: "1.0.0", optional: true },
    },
  };

  it("is empty when the locked versions are there", () => {
    const { "": _project, "node_modules/for-another-system": _optional, ...packages } = wanted.packages;
    expect(missingPackages(wanted, { packages })).toEqual([]);
  });

  it("names what is absent or of another version", () => {
    expect(missingPackages(wanted, { packages: { "node_modules/b": { version: "2.0.1" } } })).toEqual([
      "node_modules/a",
      "node_modules/b",
    ]);
  });
});

describe("Python", () => {
  it("is found in environments of both kinds", () => {
    expect(pythonOf("env", "linux")).toBe(join("env", "bin", "python"));
    expect(pythonOf("env", "win32")).toBe(join("env", "Scripts", "python.exe"));
    expect(pythonOf("env", "win32", true)).toBe(join("env", "python.exe"));
  });
});

describe("requirements.txt", () => {
  it("pins what requirements.in asks for, and is what conda installs", () => {
    const read = (file: string) => readFileSync(join(projectRoot, file), "utf8");
    const pinned = (name: string) =>
      new RegExp(`^${name.replace("_", "-")}==(\\S+)`, "m").exec(read("requirements.txt"));
    const wanted = [...read("requirements.in").matchAll(/^([\w-]+)(.*)$/gm)];
    expect(wanted.map(([, name]) => name)).toContain("jupyterlab");
    for (const [, name, range] of wanted) {
      const version = pinned(name)?.[1] ?? "";
      expect(version, name).not.toBe("");
      for (const [, bound, limit] of range.matchAll(/(==|>=|<)([\d.]+)/g)) {
        if (bound === "==") expect(version.startsWith(limit), `${name} ${version}`).toBe(true);
        else expect(isAtLeast(version, limit), `${name}${bound}${limit}`).toBe(bound === ">=");
      }
    }
    expect(read("environment.yml")).toContain("- -r requirements.txt");
  });
});

describe("kernelspec", () => {
  it("of this checkout becomes absolute and points to files that are there", () => {
    const { argv } = absoluteKernelspec();
    expect(argv[0]).toBe(process.execPath);
    expect(argv).toContain("{connection_file}");
    const files = argv.filter((part) => part.includes(dirname(dirname(jupyterFolder))));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(argv.join(" ")).not.toMatch(/\.\.|resource_dir/);
  });

  it("of this checkout is found before others", () => {
    const environment = jupyterEnvironment({ JUPYTER_PATH: "/other", PATH: "/bin" });
    expect(environment.JUPYTER_PATH).toBe(`${jupyterFolder + delimiter}/other`);
    expect(environment.PATH).toBe(`${dirname(process.execPath) + delimiter}/bin`);
    expect(jupyterEnvironment({}).JUPYTER_PATH).toBe(jupyterFolder);
  });
});

describe("findChrome", () => {
  it("takes CHROME_PATH first", () => {
    expect(findChrome({ CHROME_PATH: process.execPath, PATH: "" })).toBe(process.execPath);
  });

  it("says when CHROME_PATH leads nowhere", () => {
    expect(() => findChrome({ CHROME_PATH: "/no/chrome" })).toThrow(
      "CHROME_PATH is /no/chrome, but there is no such file",
    );
  });

  it("looks in the folders of the PATH", () => {
    const folder = mkdtempSync(join(tmpdir(), "path-"));
    writeFileSync(join(folder, "chromium"), "");
    expect(findChrome({ PATH: `/no/such/folder${delimiter}${folder}` })).toBe(join(folder, "chromium"));
    rmSync(folder, { recursive: true });
  });
});

describe("errorLine", () => {
  it("picks the error out of a program's output", () => {
    const output =
      "downloading\n  throw er; // Unhandled 'error' event\n\nError: getaddrinfo ENOTFOUND host\n    at Socket\n";
    expect(errorLine(output)).toBe("Error: getaddrinfo ENOTFOUND host");
    expect(errorLine("nothing\nended early\n")).toBe("ended early");
  });
});
