import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, it } from "vitest";

it("is stopped by an interrupt, computes rightly afterwards, and lets the program end", async () => {
  const child = spawn(process.execPath, [
    "--require",
    createRequire(__filename).resolve("tsx/cjs"),
    path.join(__dirname, "interrupted.ts"),
  ]);
  let output = "";
  child.stdout.on("data", (chunk) => {
    if (output === "") setTimeout(() => child.kill("SIGINT"), 1500);
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, "close");
  expect(output).toBe("started\ninterrupted, and right afterwards\n");
  expect(code).toBe(0);
});
