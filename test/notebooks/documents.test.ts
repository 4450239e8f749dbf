/** What the documents tell a reader to type is run here, or stands below with why it is not. */
import { exec } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import manifest from "../../package.json";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { expectWhole, readNotebook } from "./run.js";

const commandsRun = [
  "npm run doctor",
  "npm run notebook -- 01 -p epochs=200 -p seed=7 -o out.ipynb",
  "npm run kernel -- install",
  "npm run kernel -- uninstall",
  "npm run sweep -- list notebooks/runs",
  "npx tsx script.mts",
];
/** How the others begin. */
const commandsNotRun = {
  "test/browser does it": ["npm start", "npm run html"],
  "it is npm test, or a part of it": ["npm test", "npm run quick", "npx vitest", "npm run lint"],
  "it changes files of the project": ["npm run format", "npm run notebook -- NN"],
  "it takes minutes or more": [
    "npm run study",
    "npm run bench",
    "node --import tsx bench/sharing.ts",
    "node --import tsx bench/sweeps.ts",
    "npx tsx bench/handles.ts",
    "node bench/pages.mjs",
  ],
  "it needs a network or a Redis server": ["conda ", "pip ", "export ", "npm run queue", "npm run worker"],
};

const read = (name: string) => readFileSync(path.join(projectRoot, name), "utf8");
const parts = ["lib", "page", "bench"].flatMap((part) =>
  (readdirSync(path.join(projectRoot, part), { recursive: true }) as string[])
    .filter((file) => path.basename(file) === "README.md")
    .map((file) => path.join(part, file)),
);
const documents = ["README.md", "CONTRIBUTING.md", ...parts];
const text = documents.map(read).join("");
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, code]) => code);
const spans = [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const commands = [...blocks("sh").flatMap((block) => block.trim().split("\n")), ...spans]
  .filter((code) => /^(npm|npx|node|conda|pip|export) /.test(code))
  .map((line) => line.replace(/ +#.*/, "").replaceAll(/\s+/g, " "));

const folder = path.join(projectRoot, `output/documents-test-${process.pid}`);
beforeAll(() => {
  mkdirSync(path.join(folder, "notebooks/runs"), { recursive: true });
  symlinkSync(path.join(projectRoot, "lib"), path.join(folder, "lib"));
  const [script, sweep] = blocks("ts");
  writeFileSync(path.join(folder, "script.mts"), script.replace("epochs: 5000", "epochs: 500"));
  const fast = sweep.replace("epochs: 5000", "epochs: 5").replace("seeds: 20", "seeds: 1");
  writeFileSync(path.join(folder, "sweep.mts"), `import * as vb from "./lib";\n${fast}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const runs = [...commandsRun, "npx tsx sweep.mts"];
const small = " -p size=500 -p seeds=1 -o"; // what the documents leave as it is
it.concurrent.each(runs)("%s does its work and reports no error", { timeout: 300_000 }, async (command) => {
  const env = { ...process.env, JUPYTER_DATA_DIR: folder, npm_config_update_notifier: "false" };
  const { stderr } = await promisify(exec)(command.replace(" -o", small), { cwd: folder, env });
  expect(stderr).toBe("");
  const output = / -o (\S+)/.exec(command)?.[1];
  if (output) expectWhole(readNotebook(path.join(folder, output)));
});

it("every other command has a reason not to be run, and every reason a command", () => {
  const known = [...commandsRun, ...Object.values(commandsNotRun).flat()];
  expect(commands.filter((command) => !known.some((start) => command.startsWith(start)))).toEqual([]);
  expect(known.filter((start) => !commands.some((command) => command.startsWith(start)))).toEqual([]);
  expect(blocks("\\w+")).toHaveLength(blocks("sh").length + 3); // two scripts, and Python's view of a checkpoint
});

it("every npm script that is named is there, and has the options that are named", () => {
  for (const command of commands.filter((one) => one.startsWith("npm "))) {
    const [, name, options] = /^npm (?:run )?([\w-]+)(.*)/.exec(command)!;
    const script = (manifest.scripts as Record<string, string>)[name];
    expect(script, command).toBeDefined();
    if (["start", "test"].includes(name)) continue; // JupyterLab and vitest get the options
    const source = read(/\S+\.(ts|mjs)/.exec(script)?.[0] ?? "package.json");
    for (const [, option] of options.matchAll(/ --(\w+)/g)) expect(source, command).toContain(`${option}: {`);
  }
});

it("every link leads to a file", () => {
  const missing = documents.flatMap((name) =>
    [...read(name).matchAll(/\]\((?!https?:)([^)]+)\)/g)]
      .map(([, target]) => path.join(path.dirname(name), target))
      .filter((target) => !existsSync(path.join(projectRoot, target))),
  );
  expect(missing).toEqual([]);
});

it("every path that is named from the project's folder is there", () => {
  const paths = spans.filter((code) => /^(lib|kernel|scripts|bench|test|notebooks)\/[\w./-]+$/.test(code));
  const missing = paths.filter((name) => !existsSync(path.join(projectRoot, name)));
  expect(missing).toEqual(["notebooks/NN-what-it-argues.ipynb"]); // which is for the reader to write
  expect(paths.length).toBeGreaterThan(40);
});
