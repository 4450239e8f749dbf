import path from "node:path";
import { instantiate } from "../lib/kernels/kernels";
import { compile } from "../lib/kernels/load-kernels";

/** The peak floating-point operations per second of one thread with the engine's multiply-add, on registers alone. */
export async function measurePeak(): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const module = compile(path.join(__dirname, "assembly", "peak.ts"));
  const { multiplyAdds } = instantiate<{ multiplyAdds(rounds: number): number }>(module, memory);
  const rounds = 1e7;
  const rates = Array.from({ length: 10 }, () => {
    const start = performance.now();
    multiplyAdds(rounds);
    return (64 * rounds) / ((performance.now() - start) / 1000);
  });
  return Math.max(...rates);
}
