/**
 * `npm run queue [-- --port 6379]`: starts a Redis or Valkey server for sweeps on this machine alone, shows what its queue does, and
 * ends it when interrupted. Its password is that of the environment variable AEVB_QUEUE_PASSWORD.
 */
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Queue } from "bullmq";
import { checkInteger } from "../../lib/check";
import { libraryHash } from "../../lib/sweep/project";
import { parseQueue, queueName } from "../../lib/sweep/queue-address";
import { run, untilInterrupted } from "./program";
import { findServer, HOW_TO_GET, startServer } from "./server";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: "string", default: "6379" } } });
  const port = Number(values.port);
  checkInteger("port", port);
  const password = process.env.AEVB_QUEUE_PASSWORD;
  if (!password || /[^\w.-]/.test(password))
    throw new Error(
      "set AEVB_QUEUE_PASSWORD to a password of letters and digits, also for workers and npm start",
    );
  const program = findServer();
  if (!program) throw new Error(HOW_TO_GET);
  const server = await startServer(program, port, password);
  const { connection, shown } = parseQueue(`redis://127.0.0.1:${port}`);
  console.log(`${shown} runs; interrupt this to end it`);
  const stop = untilInterrupted();
  server.once("exit", () => stop.abort());
  const queue = new Queue(queueName(libraryHash()), { connection });
  queue.on("error", () => {});
  let last = "";
  while (!stop.signal.aborted) {
    const { wait, active } = await queue.getJobCounts("wait", "active");
    const workers = await queue.getWorkersCount();
    const line = `${wait} waiting, ${active} at work, ${workers} ${workers === 1 ? "worker" : "workers"}`;
    if (line !== last) console.log(line);
    last = line;
    await pause(1000, undefined, { signal: stop.signal }).catch(() => {});
  }
  await queue.disconnect();
  server.kill();
}

run(main);
