import { splat, sum } from "./vector";

/** Adds to each of `units` rows of `vectors` vectors its bias. */
export function addBias(panel: usize, bias: usize, units: i32, vectors: i32): void {
  for (let j = 0; j < units; j++, bias += 4) {
    const b = splat(bias);
    for (const end = panel + ((<usize>vectors) << 4); panel < end; panel += 16)
      v128.store(panel, f32x4.add(v128.load(panel), b));
  }
}

/** Adds to the gradient of each unit's bias the sum over the unit's row in the gradient of the layer's output. */
export function addBiasGradient(outputGradient: usize, biasGradient: usize, units: i32, vectors: i32): void {
  for (let j = 0; j < units; j++, biasGradient += 4) {
    let total = f32x4.splat(0);
    for (const end = outputGradient + ((<usize>vectors) << 4); outputGradient < end; outputGradient += 16)
      total = f32x4.add(total, v128.load(outputGradient));
    store<f32>(biasGradient, load<f32>(biasGradient) + sum(total));
  }
}
