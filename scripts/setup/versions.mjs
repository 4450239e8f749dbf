import { SetupError } from "./steps.mjs";

/**
 * Whether a version such as "20.11.1" is at least one such as "20" or "3.10".
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const parts = version.split(".").map(Number);
  for (const [position, wanted] of minimum.split(".").map(Number).entries()) {
    const part = parts[position] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/** Throws an error that says what to install if the running Node is too old. */
export function requireNode(version = process.versions.node) {
  if (!isAtLeast(version, "20")) {
    throw new SetupError(
      `Node 20 or newer is needed, but this is ${version}: install it from nodejs.org and try again.`,
    );
  }
}
