import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, vi } from "vitest";
import { runCommand } from "../../scripts/setup/command.mjs";
import { installKernelspec, uninstallKernelspec } from "../../scripts/setup/kernelspec.mjs";
import { python } from "../support/python";

it("the kernel is registered where Jupyter looks for it, and removed again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jupyter-data-"));
  vi.stubEnv("JUPYTER_DATA_DIR", folder);
  const list = async () =>
    JSON.parse(await runCommand(python, ["-m", "jupyter_client.kernelspecapp", "list", "--json"]));
  vi.stubEnv("JUPYTER_PATH", "");
  const registered = await installKernelspec(python);
  expect((await list()).kernelspecs.aevb.resource_dir).toBe(registered);
  expect(dirname(dirname(registered))).toBe(folder);
  expect(await uninstallKernelspec(python)).toBe(true);
  expect((await list()).kernelspecs).not.toHaveProperty("aevb");
  expect(await uninstallKernelspec(python)).toBe(false);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
