import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { freePort } from "../support/free-port.js";

/** JupyterLab as `npm start` starts it, on a free port. */
export class LabServer {
  private ended = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly settingsFolder: string,
    /** All that it has printed. */
    readonly printed: () => string,
    /** The address it printed, with its token. */
    readonly address: URL,
  ) {
    // JupyterLab has its output too: this comes when both have ended.
    child.on("close", () => {
      this.ended = true;
    });
  }

  /** Starts it with settings of its own, as for a reader who never used JupyterLab. */
  static async start(settingsFolder: string): Promise<LabServer> {
    const child = spawn(
      "npm",
      [
        "start",
        "--",
        "--no-browser",
        "--port",
        String(await freePort()),
        "--LabApp.expose_app_in_browser=True",
      ],
      {
        cwd: projectRoot,
        env: { ...process.env, JUPYTER_CONFIG_DIR: settingsFolder, JUPYTER_DATA_DIR: settingsFolder },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      },
    );
    let printed = "";
    try {
      const address = await new Promise<URL>((resolve, reject) => {
        const read = (chunk: Buffer) => {
          printed += chunk;
          const found = /http:\/\/localhost:\S+token=\w+/.exec(printed);
          if (found) resolve(new URL(found[0]));
        };
        child.stdout.on("data", read);
        child.stderr.on("data", read);
        child.on("close", (code) =>
          reject(new Error(`npm start ended with ${code} before it named an address:\n${printed}`)),
        );
        setTimeout(
          () => reject(new Error(`npm start named no address within a minute:\n${printed}`)),
          60_000,
        ).unref();
      });
      return new LabServer(child, settingsFolder, () => printed, address);
    } catch (error) {
      killGroup(child, "SIGINT");
      throw error;
    }
  }

  /** Ends it as Ctrl-C in a terminal does, and returns whether it ended by itself within 20 seconds. */
  async interrupt(): Promise<boolean> {
    if (this.ended) return true;
    killGroup(this.child, "SIGINT");
    let forced = false;
    const force = setTimeout(() => {
      forced = true;
      killGroup(this.child, "SIGKILL");
      killServers(this.settingsFolder);
    }, 20_000);
    await once(this.child, "close");
    clearTimeout(force);
    return !forced;
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Kills the servers that noted themselves in a settings folder: they are in process groups of their own. */
function killServers(settingsFolder: string) {
  for (const name of readdirSync(join(settingsFolder, "runtime"))) {
    const processId = /^jpserver-(\d+)\.json$/.exec(name)?.[1];
    if (processId) process.kill(Number(processId), "SIGKILL");
  }
}
