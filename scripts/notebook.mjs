// npm run notebook -- 01 -p epochs=200 [-o out.ipynb]: runs one notebook from top to bottom, with other parameter values.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  declaredParameters,
  findNotebook,
  parameterCode,
  parseNotebookArguments,
} from "./notebook/arguments.mjs";
import { showCommand } from "./setup/command.mjs";
import { setUp } from "./setup/everything.mjs";
import { jupyterEnvironment, projectRoot, readersFolder } from "./setup/project.mjs";
import { runProgram } from "./setup/steps.mjs";

await runProgram(async () => {
  const { notebook, parameters, output } = parseNotebookArguments(process.argv.slice(2));
  const path = findNotebook(notebook, join(projectRoot, "notebooks"), readersFolder);
  const code = parameterCode(parameters, declaredParameters(JSON.parse(readFileSync(path, "utf8"))));
  const python = await setUp();
  return showCommand(
    python,
    [
      join(projectRoot, "scripts", "notebook", "run.py"),
      path,
      ...(code ? ["--parameters", code] : []),
      ...(output ? ["--output", resolve(readersFolder, output)] : []),
    ],
    { env: jupyterEnvironment() },
  );
});
