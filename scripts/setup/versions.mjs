import { SetupError } from "./steps.mjs";

/**
 * Whether a version such as "20.11.1" is at least one such as "20" or "3.10".
 * @param {string} version
 * @param {string} minimum
 */
export const isAtLeast = (version, minimum) => version.localeCompare(minimum, "en", { numeric: true }) >= 0;

export const oldestNode = "20";
/** The oldest that gets long-term support well beyond 2027. */
export const recommendedNode = "24";

/** Throws an error that says what to install if the running Node is too old. */
export function requireNode(version = process.versions.node) {
  if (!isAtLeast(version, oldestNode)) {
    throw new SetupError(
      `Node ${oldestNode} or newer is needed, but this is ${version}: install Node ${recommendedNode} from nodejs.org and try again.`,
    );
  }
}

/** What to know about a version of Node that is not the best; empty if there is nothing. */
export function adviceOnNode(version = process.versions.node) {
  if (!isAtLeast(version, oldestNode)) return `too old: ${oldestNode} or newer is needed`;
  return isAtLeast(version, recommendedNode) ? "" : `works; ${recommendedNode} or newer is recommended`;
}
