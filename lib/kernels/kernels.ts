/** `Count` numbers. */
type Numbers<Count extends number, List extends number[] = []> = List["length"] extends Count
  ? List
  : Numbers<Count, [...List, number]>;
/** A function of so many pointers and numbers, whose names and order are those in assembly/. */
type Kernel<Count extends number, Result = void> = (...values: Numbers<Count>) => Result;

/** The primitives of assembly/, as WebAssembly exports them. */
export interface Kernels {
  applyRelu: Kernel<2>;
  applySigmoid: Kernel<2>;
  applySoftplus: Kernel<2>;
  applyTanh: Kernel<2>;
  reluGradient: Kernel<3>;
  sigmoidGradient: Kernel<3>;
  softplusGradient: Kernel<3>;
  tanhGradient: Kernel<3>;
  addBias: Kernel<4>;
  addBiasGradient: Kernel<4>;
  adam: Kernel<10>;
  dense: (...values: [...Numbers<7>, rectify: boolean]) => void;
  denseInputGradient: Kernel<7>;
  denseGradient: Kernel<7>;
  gather: Kernel<6>;
  reparameterize: Kernel<7>;
  latentGradient: Kernel<10, number>;
  addDraws: Kernel<4>;
  negativeHalfSquares: Kernel<5>;
  logProbs: Kernel<9>;
  surprise: Kernel<11, number>;
  surprises: Kernel<11>;
  sample: Kernel<8>;
  importanceWeights: Kernel<9, number>;
  weighDraws: Kernel<4>;
  importanceGradient: Kernel<12>;
  evidence: Kernel<15, number>;
  drawNoise: Kernel<8>;
  normals: Kernel<6>;
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
