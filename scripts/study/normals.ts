/** Tests ten million draws of the fused engine's normal generator: shape, tails and independence. */
import { instantiate } from "../../lib/kernels/kernels";
import { loadKernels } from "../../lib/kernels/load-kernels";

const DRAWS = 10_000_000;
/** Draws per call, as many as in a large tile. */
const CHUNK = 10_000;
const START = 65536;

/** Φ(x), the standard normal distribution function: a series, and an asymptotic expansion in the far tail. */
function normalCdf(x: number): number {
  if (x < 0) return 1 - normalCdf(-x);
  if (x > 6)
    return 1 - (Math.exp((-x * x) / 2) / (x * Math.sqrt(2 * Math.PI))) * (1 - 1 / (x * x) + 3 / x ** 4);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Prints by how many standard errors each measure is off its expectation, and returns whether that is acceptable. */
export async function studyNormals(): Promise<Record<string, boolean>> {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const { normals } = instantiate(loadKernels(), memory);
  const list = new Float32Array(memory.buffer, START, CHUNK);
  const draws = new Float32Array(DRAWS);
  // Both the step and the tile change, as they do in training.
  for (let chunk = 0; chunk < DRAWS / CHUNK; chunk++) {
    normals(START, CHUNK / 4, 12345, 67890, chunk >> 3, chunk & 7);
    draws.set(list, chunk * CHUNK);
  }

  const off: Record<string, number> = {};
  const moment = (power: number, expected: number, variance: number) => {
    let sum = 0;
    for (const x of draws) sum += x ** power;
    off[`moment ${power}`] = (sum / DRAWS - expected) / Math.sqrt(variance / DRAWS);
  };
  moment(1, 0, 1);
  moment(2, 1, 2);
  moment(3, 0, 15);
  moment(4, 3, 96);
  for (const threshold of [2, 3, 4, 5]) {
    const share = 2 * (1 - normalCdf(threshold));
    let count = 0;
    for (const x of draws) count += Number(Math.abs(x) > threshold);
    off[`share beyond ±${threshold}`] = (count - DRAWS * share) / Math.sqrt(DRAWS * share);
  }

  // 200 cells of equal probability.
  const cells = new Float64Array(200);
  for (const x of draws) cells[Math.min(199, Math.floor(200 * normalCdf(x)))]++;
  const expected = DRAWS / 200;
  const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  off["χ² over 200 cells"] = (chiSquare - 199) / Math.sqrt(2 * 199);

  const correlation = (name: string, pair: (i: number) => number, count: number, f = (x: number) => x) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += f(draws[i]) * f(draws[pair(i)]);
    off[name] = sum / Math.sqrt(count) / (f(1) === f(-1) ? 2 : 1);
  };
  const square = (x: number) => x * x - 1;
  for (const lag of [1, 2, 3, 4, 8, CHUNK, 8 * CHUNK]) {
    correlation(`correlation at distance ${lag}`, (i) => i + lag, DRAWS - lag);
    correlation(`correlation of squares at distance ${lag}`, (i) => i + lag, DRAWS - lag, square);
  }

  console.log(`\nThe normal generator over ${DRAWS} draws, standard errors from the expectation`);
  console.table(Object.fromEntries(Object.entries(off).map(([name, value]) => [name, +value.toFixed(2)])));
  // The largest of some 25 measures exceeds 4 standard errors less than once in six hundred runs.
  return {
    "normals: every measure within four standard errors": Object.values(off).every(
      (value) => Math.abs(value) < 4,
    ),
  };
}
