import { Random } from "../random";

/** Number of minibatches in an epoch; the last one may be smaller. */
export const stepsPerEpoch = (rows: number, batchSize: number) => Math.ceil(rows / batchSize);

/**
 * The order in which an epoch visits the rows, minibatch by minibatch; each epoch has a new one. A single batch of all rows
 * keeps their order, since its gradient does not depend on it.
 */
export function epochOrder(rows: number, batchSize: number, seed: number, epoch: number): Uint32Array {
  if (batchSize >= rows) return Uint32Array.from({ length: rows }, (_, i) => i);
  return new Random(seed, "shuffle", epoch).permutation(rows);
}
