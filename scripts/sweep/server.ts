import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { checkQueue, parseQueue } from "../../lib/sweep/queue-address";

const START_MILLISECONDS = 10_000;

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

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
