import util from "node:util";

/**
 * Restores two functions of node:util that tfjs-node calls: newer versions of Node lack one and warn about the other. To be
 * called before it computes. The first release after tfjs-node 4.22.0 will call neither (tensorflow/tfjs#8425).
 */
export function restoreUtil(): void {
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  Object.assign(util, { isArray: Array.isArray, isNullOrUndefined });
}
