import { Random } from "../random";
import { instantiate, type Kernels } from "./kernels";
import { loadKernels } from "./load-kernels";
import { PAGE } from "./memory";

/** What fixes the noise of a seed: every evaluation of a model with one seed draws the same ε. */
export function latentNoiseKey(seed: number): readonly [number, number] {
  const random = new Random(seed, "latent noise");
  return [random.word(), random.word()];
}

/** Numbers that the kernel draws at once, unless two draws of four points take more. */
const MOST = 2 ** 20;

let loaded: { memory: WebAssembly.Memory; kernels: Kernels } | undefined;

/** The kernels on memory for this many numbers after its first page, which belongs to the compiler. */
function load(numbers: number) {
  const pages = 1 + Math.ceil((4 * numbers) / PAGE);
  if (!loaded || loaded.memory.buffer.byteLength < pages * PAGE) {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    loaded = { memory, kernels: instantiate(loadKernels(), memory) };
  }
  return loaded;
}

/**
 * The ε of z = μ + σ ε for the points `first` (a multiple of 4) to first + rows: `draws` for each, [rows, draws, size].
 * They are float32 numbers, and depend on seed, point, draw and entry alone.
 */
export function latentNoise(
  key: readonly [number, number],
  first: number,
  rows: number,
  draws: number,
  size: number,
): Float64Array {
  const { memory, kernels } = load(Math.max(MOST, 8 * size));
  const panel = new Float32Array(memory.buffer, PAGE);
  const noise = new Float64Array(rows * draws * size);
  const most = Math.max(2, 2 * Math.floor(MOST / (8 * size)));
  for (let group = 0; group < rows; group += 4)
    for (let start = 0; start < draws; start += most) {
      const samples = Math.min(most, draws - start);
      kernels.drawNoise(PAGE, size, samples, 1, key[0], key[1], start, (first + group) / 4);
      for (let i = group; i < Math.min(group + 4, rows); i++)
        for (let s = 0; s < samples; s++)
          for (let k = 0; k < size; k++)
            noise[(i * draws + start + s) * size + k] = panel[4 * (k * samples + s) + i - group];
    }
  return noise;
}
