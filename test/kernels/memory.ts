import { instantiate, type Kernels } from "../../lib/kernels/kernels";
import { loadKernels } from "../../lib/kernels/load-kernels";

/** Shared memory with the primitives on it, and lists of floats placed in it one after the other. */
export async function kernelMemory<Exports = Kernels>(module = loadKernels()) {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 256, shared: true });
  const kernels = instantiate<Exports>(module, memory);
  let top = 65536;
  /** A list of floats in the memory, and its address. */
  const place = (values: ArrayLike<number>) => {
    const list = new Float32Array(memory.buffer, top, values.length);
    list.set(values);
    const address = top;
    top += Math.ceil((4 * values.length) / 64) * 64;
    return { address, list };
  };
  const masked = (count: number, total: number) => {
    const { address } = place(new Float32Array(total));
    new Int32Array(memory.buffer, address, count).fill(-1);
    return address;
  };
  return { kernels, place, masked };
}
