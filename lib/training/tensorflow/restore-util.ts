import util from "node:util";

/**
 * Restores two functions of node:util that tfjs-node calls: Node 23 removed one, and warns of the other. To be called
 * before tfjs-node is loaded, and needless with any version of it after 4.22.0 (tensorflow/tfjs#8425).
 */
export function restoreUtil(): void {
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  Object.assign(util, { isArray: Array.isArray, isNullOrUndefined });
}
