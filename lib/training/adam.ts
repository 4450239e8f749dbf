/**
 * The constants of Adam (Kingma & Ba 2015, algorithm 1), and of Adagrad (Duchi et al. 2011), which is the same without
 * momentum and with the sum of all squares, for which β₂ = 1 stands, in place of their moving average. PyTorch's defaults.
 */
export const OPTIMIZERS = {
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adagrad: { beta1: 0, beta2: 1, epsilon: 1e-10 },
} as const;
export type OptimizerName = keyof typeof OPTIMIZERS;

/** The state of either: the number of steps taken, and both moments of the gradient in the order of the parameters. */
export interface AdamState {
  readonly step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/**
 * Corrects the moments' bias towards 0 in step t = 1, 2, …, which moves parameters by −rate · m / (√v / correction + ε):
 * rate = learningRate/(1 − β₁ᵗ), correction = √(1 − β₂ᵗ). Adagrad's have no bias.
 */
export function biasCorrection(
  optimizer: OptimizerName,
  t: number,
  learningRate: number,
): { rate: number; correction: number } {
  const { beta1, beta2 } = OPTIMIZERS[optimizer];
  return {
    rate: learningRate / (1 - beta1 ** t),
    correction: beta2 < 1 ? Math.sqrt(1 - beta2 ** t) : 1,
  };
}

/** Adam or Adagrad over one flat vector of parameters. */
export class Adam implements AdamState {
  step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;

  /** Starts at step 0, or from a copy of an earlier `state`. */
  constructor(
    size: number,
    state: AdamState = { step: 0, firstMoment: new Float32Array(size), secondMoment: new Float32Array(size) },
    private readonly optimizer: OptimizerName = "adam",
  ) {
    this.step = state.step;
    this.firstMoment = state.firstMoment.slice();
    this.secondMoment = state.secondMoment.slice();
  }

  /** A copy that later steps do not change. */
  state(): AdamState {
    const { step, firstMoment, secondMoment } = this;
    return { step, firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice() };
  }

  /** Moves `parameters` one step against `gradient`. */
  update(parameters: Float32Array, gradient: Float32Array, learningRate: number): void {
    const { firstMoment: m, secondMoment: v } = this;
    const { beta1, beta2, epsilon } = OPTIMIZERS[this.optimizer];
    const gain = beta2 < 1 ? 1 - beta2 : 1;
    this.step++;
    const { rate, correction } = biasCorrection(this.optimizer, this.step, learningRate);
    for (let i = 0; i < parameters.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
      v[i] = beta2 * v[i] + gain * gradient[i] * gradient[i];
      parameters[i] -= (rate * m[i]) / (Math.sqrt(v[i]) / correction + epsilon);
    }
  }
}
