// npm run doctor: says what is in use and, if something is missing or only second best, why.
import { findChrome } from "./setup/browsers.mjs";
import { tryCommand } from "./setup/command.mjs";
import { kernelName } from "./setup/kernelspec.mjs";
import { nativeBackendRecord } from "./setup/native-backend.mjs";
import { nodePackagesReady } from "./setup/node-packages.mjs";
import { jupyterEnvironment } from "./setup/project.mjs";
import { chosenPython } from "./setup/python.mjs";
import { runProgram } from "./setup/steps.mjs";
import { adviceOnNode } from "./setup/versions.mjs";

const notInstalled = "not installed: npm start installs it";

/** Prints a line each on Python, JupyterLab, Plotly's extension and the kernel. */
const probe = `
import importlib.metadata as m, jupyter_client.kernelspec as k, jupyter_core.paths as p, pathlib as l, platform
found = [f for d in p.jupyter_path("labextensions") for f in l.Path(d).glob("jupyterlab-plotly/package.json")]
missing = "its JupyterLab extension is missing: delete .venv and run npm start"
print(platform.python_version())
print(m.version("jupyterlab"))
print(f"{m.version('plotly')} ({found[0].parent if found else missing})")
print(k.KernelSpecManager().find_kernel_specs().get("${kernelName}", "not found: kernel/jupyter is missing"))`;

await runProgram(async () => {
  const { python, ready } = await chosenPython();
  const [version, jupyterLab, plotly, kernel] = ready ? await ask(python) : Array(4).fill(notInstalled);
  const report = {
    Node: process.version + (adviceOnNode() && ` (${adviceOnNode()})`),
    npm:
      /npm\/(\S+)/.exec(process.env.npm_config_user_agent ?? "")?.[1] ??
      "not found: start this as npm run doctor",
    "Node packages": nodePackagesReady() ? "as in package-lock.json" : notInstalled,
    Python: ready ? `${version} (${python})` : notInstalled,
    JupyterLab: jupyterLab,
    "Plotly extension": plotly,
    Kernel: kernel,
    "TensorFlow backend": backend(),
    BLAS: await blas(),
    Chrome: findChrome() ?? "none found: only the browser tests of npm test need one",
  };
  for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(20)}${value}`);
});

function backend() {
  const record = nativeBackendRecord();
  if (!record) return notInstalled;
  return record.available ? `native (${record.how})` : `WebAssembly, because ${record.how}`;
}

async function blas() {
  if (!nodePackagesReady()) return notInstalled;
  const { require } = await import("tsx/cjs/api");
  return require("../lib/kernels/blas.ts", import.meta.url).describeBlas();
}

/** @param {string} python */
async function ask(python) {
  const { output } = await tryCommand(python, ["-c", probe], { env: jupyterEnvironment() });
  return output.trim().split("\n").slice(-4);
}
