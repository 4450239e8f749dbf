/** Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's defaults, over one flat vector of parameters. */
export class Adam {
  /** Steps taken. */
  step = 0;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;

  constructor(
    size: number,
    readonly learningRate: number,
    readonly beta1 = 0.9,
    readonly beta2 = 0.999,
    readonly epsilon = 1e-8,
  ) {
    this.firstMoment = new Float32Array(size);
    this.secondMoment = new Float32Array(size);
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
