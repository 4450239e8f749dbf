// npm start: installs what is missing and opens the first notebook in JupyterLab, as kernel/jupyter/ configures it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setUp } from "./setup/everything.mjs";
import { jupyterEnvironment, projectRoot } from "./setup/project.mjs";
import { runProgram } from "./setup/steps.mjs";

await runProgram(async () => {
  const python = await setUp();
  console.log("Starting JupyterLab; press Ctrl-C to stop it.");
  const child = spawn(python, ["-m", "jupyterlab", ...process.argv.slice(2)], {
    cwd: projectRoot,
    env: jupyterEnvironment(),
    stdio: ["ignore", "inherit", "inherit"],
    // In its own process group JupyterLab does not get Ctrl-C from the terminal too, and does not ask for confirmation.
    detached: process.platform !== "win32",
  });
  let asked = false;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (!asked) child.kill("SIGTERM");
      asked = true;
    });
  }
  const [code] = await once(child, "close");
  return asked ? 0 : (code ?? 1);
});
