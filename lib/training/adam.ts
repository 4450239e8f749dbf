/** The constants of Adam (Kingma & Ba 2015, algorithm 1), PyTorch's defaults. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Adam's state: the number of steps taken, and both moments of the gradient in the order of the parameters. */
export interface AdamState {
  readonly step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/**
 * Corrects the moments' bias towards 0 in step t = 1, 2, …, which moves parameters by −rate · m / (√v / correction + ε):
 * rate = learningRate/(1 − β₁ᵗ), correction = √(1 − β₂ᵗ).
 */
export function biasCorrection(t: number, learningRate: number): { rate: number; correction: number } {
  return { rate: learningRate / (1 - ADAM.beta1 ** t), correction: Math.sqrt(1 - ADAM.beta2 ** t) };
}

/** Adam over one flat vector of parameters. */
export class Adam implements AdamState {
  step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;

  /** Starts at step 0, or from a copy of an earlier `state`. */
  constructor(
    size: number,
    state: AdamState = { step: 0, firstMoment: new Float32Array(size), secondMoment: new Float32Array(size) },
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
    const { beta1, beta2, epsilon } = ADAM;
    this.step++;
    const { rate, correction } = biasCorrection(this.step, learningRate);
    for (let i = 0; i < parameters.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
      v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i];
      parameters[i] -= (rate * m[i]) / (Math.sqrt(v[i]) / correction + epsilon);
    }
  }
}
