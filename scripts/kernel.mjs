// npm run kernel -- install | uninstall
import { installKernelspec, kernelName, uninstallKernelspec } from "./setup/kernelspec.mjs";
import { ensurePython } from "./setup/python.mjs";
import { runProgram, SetupError } from "./setup/steps.mjs";
import { requireNode } from "./setup/versions.mjs";

await runProgram(async () => {
  requireNode();
  const command = process.argv[2];
  if (command === "install") {
    const folder = await installKernelspec(await ensurePython());
    console.log(`The kernel "${kernelName}" of this checkout is registered in ${folder}`);
  } else if (command === "uninstall") {
    const removed = await uninstallKernelspec(await ensurePython());
    console.log(`The kernel "${kernelName}" ${removed ? "has been removed" : "was not registered"}.`);
  } else {
    throw new SetupError(
      `Expected install or uninstall, got ${command ?? "nothing"}: npm run kernel -- install`,
    );
  }
});
