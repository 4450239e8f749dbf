// npm run html: makes pages of the notebooks in html/, whose cells run in the browser; they need neither network nor
// Jupyter. With --serve it also serves them on localhost, isolated, so that they use all cores. --base says where they will
// be online, which only the picture that links show needs to know.
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./setup/command.mjs";
import { setUp } from "./setup/everything.mjs";
import { projectRoot } from "./setup/project.mjs";
import { runProgram } from "./setup/steps.mjs";

await runProgram(async () => {
  const { values } = parseArgs({
    options: {
      serve: { type: "boolean" },
      port: { type: "string", default: "8000" },
      base: { type: "string", default: "" },
    },
  });
  const python = await setUp();
  const target = join(projectRoot, "html");
  const aside = `${target}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside);
  const { bundleScripts } = await import("./html/bundle.mjs");
  await bundleScripts(aside);
  const program = join(projectRoot, "scripts", "html", "export.py");
  await runCommand(python, [program, join(projectRoot, "notebooks"), aside, process.execPath, values.base]);
  rmSync(target, { recursive: true, force: true });
  renameSync(aside, target);
  console.log("The pages are in html/; html/index.html leads to all of them.");
  if (values.serve) await (await import("./html/serve.mjs")).serve(target, Number(values.port));
});
