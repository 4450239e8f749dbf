import { Random } from "../random";

/** How many minibatches an epoch has; the last one may be smaller. */
export const stepsPerEpoch = (rows: number, batchSize: number) => Math.ceil(rows / batchSize);

/**
 * The order in which an epoch goes through the rows, minibatch by minibatch: a new one for each epoch. One batch that holds
 * everything keeps the rows' own order, since its gradient does not depend on it.
 */
export function epochOrder(rows: number, batchSize: number, seed: number, epoch: number): Uint32Array {
  if (batchSize >= rows) return Uint32Array.from({ length: rows }, (_, i) => i);
  return new Random(seed, "shuffle", epoch).permutation(rows);
}
