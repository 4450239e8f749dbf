// npm run doctor: says what is in use and, if something is missing or only second best, why.
import { findChrome } from "./setup/browsers.mjs";
import { tryCommand } from "./setup/command.mjs";
import { kernelName } from "./setup/kernelspec.mjs";
import { nativeBackendRecord } from "./setup/native-backend.mjs";
import { nodePackagesReady } from "./setup/node-packages.mjs";
import { jupyterEnvironment } from "./setup/project.mjs";
import { readyPython } from "./setup/python.mjs";
import { runProgram } from "./setup/steps.mjs";
import { adviceOnNode } from "./setup/versions.mjs";

const notInstalled = "not installed: npm start installs it";

const pythonVersion = "import platform; print(platform.python_version())";
const jupyterLabVersion = 'import importlib.metadata as m; print(m.version("jupyterlab"))';
const plotlyExtension = `
import importlib.metadata as m, jupyter_core.paths as p, pathlib as l
found = [f for d in p.jupyter_path("labextensions") for f in l.Path(d).glob("jupyterlab-plotly/package.json")]
missing = "(its JupyterLab extension is missing: delete .venv and run npm start)"
print(m.version("plotly"), f"({found[0].parent})" if found else missing)`;
const kernelFolder = `
import jupyter_client.kernelspec as k
print(k.KernelSpecManager().find_kernel_specs().get("${kernelName}", "not found: kernel/jupyter is missing"))`;

await runProgram(async () => {
  const python = await readyPython();
  const report = {
    Node: process.version + (adviceOnNode() && ` (${adviceOnNode()})`),
    npm:
      /npm\/(\S+)/.exec(process.env.npm_config_user_agent ?? "")?.[1] ??
      "not found: start this as npm run doctor",
    "Node packages": nodePackagesReady() ? "as in package-lock.json" : notInstalled,
    Python: python ? `${await ask(python, pythonVersion)} (${python})` : notInstalled,
    JupyterLab: await ask(python, jupyterLabVersion),
    "Plotly extension": await ask(python, plotlyExtension),
    Kernel: await ask(python, kernelFolder),
    "TensorFlow backend": backend(),
    BLAS: await blas(),
    Chrome: chrome(),
  };
  for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(20)}${value}`);
  return 0;
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

function chrome() {
  return findChrome() ?? "none found: only the browser tests of npm test need one";
}

/** @param {string | undefined} python @param {string} code */
async function ask(python, code) {
  if (!python) return notInstalled;
  const { output } = await tryCommand(python, ["-c", code], { environment: jupyterEnvironment() });
  return output.trim().split("\n").at(-1);
}
