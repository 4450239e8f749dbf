import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseQueue } from "../../lib/sweep/queue-address";
import { workOnQueue } from "../../lib/sweep/queue-worker";
import { Results } from "../../lib/sweep/results";
import { sweep } from "../../lib/sweep/sweep";
import type { SweepOptions } from "../../lib/sweep/sweep-run";
import { findServer, HOW_TO_GET, startServer } from "../../scripts/sweep/server";
import { freePort } from "../support/free-port";
import { disturbedSweep } from "./disturbed-sweep";
import { ownMeasure, SMALL } from "./grids";

const program = findServer();
if (!program) console.warn(`Skipped the tests of queues: ${HOW_TO_GET}`);

const PASSWORD = "not-to-be-shown";
const root = mkdtempSync(path.join(tmpdir(), "aevb-queue-"));
afterAll(() => rmSync(root, { recursive: true, maxRetries: 10 }));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(root, "test-"));
});

describe.skipIf(!program)("a queue", () => {
  let server: ChildProcess;
  let port: number;
  let queue: string;
  beforeAll(async () => {
    port = await freePort();
    queue = `redis://:${PASSWORD}@127.0.0.1:${port}`;
    server = await startServer(program!, port, PASSWORD);
  });
  afterAll(() => server?.kill());

  /** Runs a sweep while a worker computes for it, and returns what the worker said too. */
  async function withWorker<Result>(
    work: () => Promise<Result>,
  ): Promise<{ result: Result; said: string[] }> {
    const said: string[] = [];
    const stop = new AbortController();
    const log = (message: string) => said.push(message);
    const worker = workOnQueue({
      queue,
      results: new Results(folder),
      processes: 2,
      log,
      signal: stop.signal,
    });
    try {
      return { result: await work(), said };
    } finally {
      stop.abort();
      await worker;
    }
  }
  const run = (options: Partial<SweepOptions> = {}) => sweep({ ...SMALL, folder, queue, ...options });

  it("gives what processes give, and names no password", async () => {
    const local = await sweep({ ...SMALL, folder: `${folder}-local`, processes: 2 });
    const { result, said } = await withWorker(run);
    const bits = ({ runs }: typeof result) => runs.map(({ setting, measures }) => ({ setting, measures }));
    expect(bits(result)).toEqual(bits(local));
    expect(said.filter((line) => line.endsWith(": done"))).toHaveLength(8);
    expect(said.join("\n")).toContain(`computes jobs of redis://127.0.0.1:${port}`);
    expect(said.join("\n")).not.toContain(PASSWORD);
  });

  it("goes on after an interrupt with what is missing, and forgets what is not wanted", async () => {
    const stop = new AbortController();
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const first = await run({ signal: AbortSignal.timeout(1500) });
    expect(warned.mock.calls.flat()).toEqual([expect.stringContaining("no worker is there")]);
    warned.mockRestore();
    expect(first).toMatchObject({ interrupted: true, runs: [] });
    const { result } = await withWorker(async () => {
      const part = await run({ signal: stop.signal, onProgress: ({ ended }) => ended === 2 && stop.abort() });
      let reused = 0;
      const whole = await run({
        onProgress(progress) {
          reused = progress.reused;
        },
      });
      return { part, whole, reused };
    });
    expect(result.part.runs.length).toBeGreaterThanOrEqual(2);
    expect(result.part.runs.length).toBeLessThan(8);
    expect(result.whole).toMatchObject({ interrupted: false, size: 8 });
    expect(result.reused).toBeGreaterThanOrEqual(result.part.runs.length);
    expect(readdirSync(folder).filter((name) => name.endsWith(".json"))).toHaveLength(8);
  });

  it("gives up a job that kills its process three times, and one that throws at once", async () => {
    const one = { seeds: 1, fit: { epochs: 20 } };
    const { result } = await withWorker(async () => [
      await run({ ...one, measures: [ownMeasure("deadly")] }),
      await run({ ...one, measures: [ownMeasure("broken")] }),
    ]);
    const reasons = result.map(({ runs }) => runs.map(({ outcome, reason }) => `${outcome}: ${reason}`));
    const deadly = "failed: given up after 3 tries: its process ended with SIGKILL";
    const broken = "failed: this measure is broken";
    expect(reasons).toEqual([
      [deadly, deadly],
      [broken, broken],
    ]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".failed.json"))).toHaveLength(4);
  });

  it("has every result once and with the same bits, though workers are killed and the server restarts", async () => {
    const disturbance = { jobs: 12, epochs: 5000, workers: 2, killEvery: 4000 };
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { kills, complete, identical } = await disturbedSweep(program!, disturbance);
    warned.mockRestore();
    expect({ complete, identical }).toEqual({ complete: true, identical: true });
    expect(kills).toBeGreaterThan(0);
  }, 120_000);

  it("refuses a wrong password without naming it", async () => {
    const wrong = `redis://:wrong-secret@127.0.0.1:${port}`;
    const refused = run({ queue: wrong });
    await expect(refused).rejects.toThrow(/^queue: cannot use redis:\/\/127\.0\.0\.1:\d+: WRONGPASS/);
    await expect(refused).rejects.not.toThrow("wrong-secret");
  });
});

describe("a queue's address", () => {
  it("is shown without credentials, and may ask for TLS", () => {
    const { shown, connection } = parseQueue("rediss://me:p%40ss@example.org/2");
    expect(shown).toBe("rediss://example.org:6379");
    expect(connection).toMatchObject({ username: "me", password: "p@ss", db: 2, port: 6379, tls: {} });
  });

  it("is refused without being repeated if it is not one", () => {
    for (const address of ["http://me:secret@host", "localhost", "redis:"])
      expect(() => parseQueue(address)).toThrow(/^queue: expected an address such as "redis:\/\/host:6379"$/);
  });

  it("where nothing answers is an error at once", async () => {
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    await expect(sweep({ ...SMALL, folder, queue: nowhere })).rejects.toThrow(
      new RegExp(`^queue: cannot use ${nowhere}: connect ECONNREFUSED`),
    );
  });
});
