// npm test: installs what the tests need, then checks types, lints and runs every test. Arguments go on to vitest.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowsers } from "./setup/browsers.mjs";
import { showCommand } from "./setup/command.mjs";
import { setUp } from "./setup/everything.mjs";
import { jupyterEnvironment, projectRoot } from "./setup/project.mjs";
import { ensureTestPackages } from "./setup/python.mjs";
import { runProgram } from "./setup/steps.mjs";
import { closingLine, countTests } from "./test/count.mjs";

const results = join(projectRoot, "output", "test-results.json");

await runProgram(async () => {
  const python = await setUp();
  const missing = await ensureBrowsers();
  await ensureTestPackages(python);
  const checks = [];
  for (const [name, ...command] of [
    ["Types", "node_modules/typescript/bin/tsc"],
    ["Types of pages", "node_modules/typescript/bin/tsc", "-p", "page"],
    ["Lint and format", "node_modules/@biomejs/biome/bin/biome", "check"],
  ]) {
    const passed = (await showCommand(process.execPath, command)) === 0;
    console.log(`${name}: ${passed ? "passed" : "failed"}`);
    checks.push(passed);
  }
  rmSync(results, { force: true });
  const vitestCode = await showCommand(
    process.execPath,
    [
      ...["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json"],
      ...[`--outputFile.json=${results}`, ...process.argv.slice(2)],
    ],
    { env: { ...jupyterEnvironment(), AEVB_PYTHON: python } },
  );
  // If vitest itself crashes, there is none.
  const report = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : undefined;
  const counts = countTests(report, vitestCode, checks);
  if (counts.skipped > 0) for (const reason of missing) console.log(`Skipped browser tests: ${reason}.`);
  console.log(closingLine(counts));
  return counts.failed === 0 ? 0 : 1;
});
