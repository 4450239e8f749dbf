/** What Adam remembers: the steps taken, and both moments of the gradient in the order of the parameters. */
export interface AdamState {
  readonly step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's defaults, over one flat vector of parameters. */
export class Adam implements AdamState {
  step: number;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;

  /** Begins afresh, or where another one's `state` was taken. */
  constructor(
    size: number,
    readonly learningRate: number,
    state: AdamState = { step: 0, firstMoment: new Float32Array(size), secondMoment: new Float32Array(size) },
    readonly beta1 = 0.9,
    readonly beta2 = 0.999,
    readonly epsilon = 1e-8,
  ) {
    this.step = state.step;
    this.firstMoment = state.firstMoment.slice();
    this.secondMoment = state.secondMoment.slice();
  }

  /** A copy that later steps leave alone. */
  state(): AdamState {
    const { step, firstMoment, secondMoment } = this;
    return { step, firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice() };
  }

  /** Moves `parameters` one step against `gradient`. */
  update(parameters: Float32Array, gradient: Float32Array): void {
    const { firstMoment: m, secondMoment: v, beta1, beta2 } = this;
    this.step++;
    const rate = this.learningRate / (1 - beta1 ** this.step);
    const correction = Math.sqrt(1 - beta2 ** this.step);
    for (let i = 0; i < parameters.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
      v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i];
      parameters[i] -= (rate * m[i]) / (Math.sqrt(v[i]) / correction + this.epsilon);
    }
  }
}
