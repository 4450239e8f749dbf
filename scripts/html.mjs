// npm run html: makes pages of the notebooks and their saved outputs in html/, which need neither network nor Jupyter.
import { createRequire } from "node:module";
import { join } from "node:path";
import { showCommand } from "./setup/command.mjs";
import { setUp } from "./setup/everything.mjs";
import { projectRoot } from "./setup/project.mjs";
import { runProgram } from "./setup/steps.mjs";

const { resolve } = createRequire(import.meta.url);

await runProgram(async () => {
  const python = await setUp();
  return showCommand(python, [
    join(projectRoot, "scripts", "html", "export.py"),
    join(projectRoot, "notebooks"),
    join(projectRoot, "html"),
    ...["plotly.js-dist", "mathjax/es5/tex-svg-full.js"].map((script) => resolve(script)),
  ]);
});
