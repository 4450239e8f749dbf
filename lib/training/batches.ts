import { Random } from "../random";

/**
 * The minibatches of one epoch as row numbers, reshuffled in each epoch; the last batch may be smaller. One batch
 * that holds everything keeps the rows' order, since its gradient does not depend on it.
 */
export function* batches(
  rows: number,
  batchSize: number,
  seed: number,
  epoch: number,
): Generator<Uint32Array> {
  const order =
    batchSize < rows
      ? new Random(seed, "shuffle", epoch).permutation(rows)
      : Uint32Array.from({ length: rows }, (_, i) => i);
  for (let start = 0; start < rows; start += batchSize) yield order.subarray(start, start + batchSize);
}
