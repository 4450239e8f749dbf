// npm run kernel -- install | uninstall | measure
import { join } from "node:path";
import { showCommand } from "./setup/command.mjs";
import { installKernelspec, kernelName, uninstallKernelspec } from "./setup/kernelspec.mjs";
import { ensureNodePackages } from "./setup/node-packages.mjs";
import { jupyterEnvironment, projectRoot } from "./setup/project.mjs";
import { ensurePython } from "./setup/python.mjs";
import { runProgram, SetupError } from "./setup/steps.mjs";
import { requireNode } from "./setup/versions.mjs";

const commands = {
  install() {
    console.log(`The kernel "${kernelName}" of this checkout is registered in ${installKernelspec()}`);
  },
  uninstall() {
    console.log(
      uninstallKernelspec()
        ? `The kernel "${kernelName}" is removed.`
        : `The kernel "${kernelName}" was not registered.`,
    );
  },
  async measure() {
    await ensureNodePackages();
    return showCommand(
      await ensurePython(),
      [join(projectRoot, "kernel", "measure.py"), ...process.argv.slice(3)],
      {
        environment: jupyterEnvironment(),
      },
    );
  },
};

await runProgram(async () => {
  requireNode();
  const name = process.argv[2];
  if (!Object.hasOwn(commands, name)) {
    throw new SetupError(
      `Expected ${Object.keys(commands).join(", ")}, got ${name ?? "nothing"}: npm run kernel -- install`,
    );
  }
  return (await commands[/** @type {keyof typeof commands} */ (name)]()) ?? 0;
});
