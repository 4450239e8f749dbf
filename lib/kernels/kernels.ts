type Pointer = number;
/** The primitives of assembly/, as WebAssembly exports them. */
export interface Kernels {
  applyRelu(panel: Pointer, vectors: number): void;
  applySigmoid(panel: Pointer, vectors: number): void;
  applySoftplus(panel: Pointer, vectors: number): void;
  applyTanh(panel: Pointer, vectors: number): void;
  reluGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  sigmoidGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  softplusGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  tanhGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  addBias(panel: Pointer, bias: Pointer, units: number, vectors: number): void;
  addBiasGradient(outputGradient: Pointer, biasGradient: Pointer, units: number, vectors: number): void;
  adam(
    vectors: Pointer,
    stride: number,
    shards: number,
    start: number,
    end: number,
    rate: number,
    correction: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  dense(
    input: Pointer,
    output: Pointer,
    weight: Pointer,
    bias: Pointer,
    inputs: number,
    outputs: number,
    vectors: number,
    rectify: boolean,
  ): void;
  denseInputGradient(
    outputGradient: Pointer,
    inputGradient: Pointer,
    weight: Pointer,
    gate: Pointer,
    inputs: number,
    outputs: number,
    vectors: number,
  ): void;
  denseGradient(
    input: Pointer,
    outputGradient: Pointer,
    weightGradient: Pointer,
    biasGradient: Pointer,
    inputs: number,
    outputs: number,
    vectors: number,
  ): void;
  gather(
    points: Pointer,
    indices: Pointer,
    panel: Pointer,
    count: number,
    dimensions: number,
    vectors: number,
  ): void;
  reparameterize(
    heads: Pointer,
    noise: Pointer,
    z: Pointer,
    deviation: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
  ): void;
  latentGradient(
    heads: Pointer,
    noise: Pointer,
    deviation: Pointer,
    zGradient: Pointer,
    headsGradient: Pointer,
    mask: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
    weight: number,
  ): number;
  addDraws(terms: Pointer, totals: Pointer, samples: number, vectors: number): void;
  negativeHalfSquares(
    panel: Pointer,
    terms: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
  ): void;
  logProbs(
    likelihood: number,
    x: Pointer,
    output: Pointer,
    terms: Pointer,
    dimensions: number,
    samples: number,
    vectors: number,
    first: number,
    second: number,
  ): void;
  surprise(
    likelihood: number,
    x: Pointer,
    output: Pointer,
    gradient: Pointer,
    mask: Pointer,
    dimensions: number,
    samples: number,
    vectors: number,
    weight: number,
    first: number,
    second: number,
  ): number;
  drawNoise(
    noise: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
    key0: number,
    key1: number,
    first: number,
    group: number,
  ): void;
  normals(output: Pointer, vectors: number, key0: number, key1: number, step: number, tile: number): void;
}

/** The primitives on a given memory. */
export function instantiate<Exports = Kernels>(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Exports {
  const abort = () => {
    throw new Error("a kernel failed");
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return exports as unknown as Exports;
}
