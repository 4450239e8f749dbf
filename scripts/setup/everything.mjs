import { ensureNativeBackend } from "./native-backend.mjs";
import { ensureNodePackages } from "./node-packages.mjs";
import { ensurePython } from "./python.mjs";
import { requireNode } from "./versions.mjs";

/** Installs whatever the notebooks need that is missing, and returns the Python to use. */
export async function setUp() {
  requireNode();
  await ensureNodePackages();
  const python = await ensurePython();
  await ensureNativeBackend(python);
  return python;
}
