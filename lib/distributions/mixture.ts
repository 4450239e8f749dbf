import { NDArray, type NDArrayLike } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { productRule, trapezoid } from "../numerics/quadrature";
import { Random } from "../random";
import { type Distribution, type SampleOptions, samplingStream } from "./distribution";

/** The entropy's quadrature covers each component's mean ± this many of its standard deviations. */
const REACH = 10;
/** The quadrature's step as a share of the narrowest component's standard deviation; the entropy is then exact to rounding. */
const STEP = 0.25;
const MAX_NODES = 4e6;

/** Σ_k weights[k] · components[k](x), each component with batchShape [] and eventShape [size]. */
export class Mixture implements Distribution {
  readonly batchShape = [];
  readonly eventShape: readonly number[];
  readonly mean: NDArray;
  readonly variance: NDArray;

  /** Throws a RangeError unless each component has a weight > 0, the weights sum to 1, and all event shapes are equal. */
  constructor(
    readonly weights: readonly number[],
    readonly components: readonly Distribution[],
  ) {
    if (components.length === 0 || weights.length !== components.length)
      throw new RangeError(
        `weights, components: expected at least one component and one weight for each, got ${weights.length} and ${components.length}`,
      );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (!weights.every((weight) => weight > 0) || Math.abs(total - 1) > 1e-9)
      throw new RangeError(`weights: expected numbers > 0 that sum to 1, got [${weights}]`);
    this.eventShape = components[0].eventShape;
    for (const { eventShape, batchShape } of components)
      if (batchShape.length > 0 || eventShape.length !== 1 || eventShape[0] !== this.eventShape[0])
        throw new RangeError(
          `components: expected batch shape [] and event shape [${this.eventShape}], got [${batchShape}] and [${eventShape}]`,
        );
    const average = (entry: (component: Distribution, i: number) => number) =>
      new NDArray(
        Float64Array.from({ length: this.eventShape[0] }, (_, i) =>
          weights.reduce((sum, weight, k) => sum + weight * entry(components[k], i), 0),
        ),
        this.eventShape,
      );
    this.mean = average((component, i) => component.mean.data[i]);
    this.variance = average(
      (component, i) => component.variance.data[i] + (component.mean.data[i] - this.mean.data[i]) ** 2,
    );
  }

  /** log Σ_k exp(log weights[k] + log components[k](x)). */
  logProb(x: NDArrayLike): NDArray {
    const terms = this.components.map((component) => component.logProb(x));
    const data = terms[0].data.map((_, i) =>
      logSumExp(terms.map((term, k) => Math.log(this.weights[k]) + term.data[i])),
    );
    return new NDArray(data, terms[0].shape);
  }

  /** −∫ p log p by quadrature (there is no closed form). Throws a RangeError if that takes too many nodes, as in three dimensions. */
  entropy(): NDArray {
    const deviation = (k: number, i: number) => Math.sqrt(this.components[k].variance.data[i]);
    const axes = Array.from({ length: this.eventShape[0] }, (_, i) => {
      const lower = Math.min(...this.components.map((c, k) => c.mean.data[i] - REACH * deviation(k, i)));
      const upper = Math.max(...this.components.map((c, k) => c.mean.data[i] + REACH * deviation(k, i)));
      const step = STEP * Math.min(...this.components.map((_, k) => deviation(k, i)));
      return { lower, upper, points: Math.ceil((upper - lower) / step) + 1 };
    });
    const total = axes.reduce((product, axis) => product * axis.points, 1);
    if (total > MAX_NODES)
      throw new RangeError(`entropy: expected a quadrature of at most ${MAX_NODES} nodes, got ${total}`);
    const { nodes, weights } = productRule(
      axes.map(({ lower, upper, points }) => trapezoid(lower, upper, points)),
    );
    const logDensity = this.logProb(nodes).data;
    return NDArray.from(
      logDensity.reduce((sum, log, i) => sum - (log > -700 ? weights[i] * Math.exp(log) * log : 0), 0),
    );
  }

  sample(count: number, options: SampleOptions): NDArray {
    const random = samplingStream(count, options, "Mixture.sample");
    const { seed } = options;
    const [size] = this.eventShape;
    const draws = this.components.map((component, k) =>
      component.sample(count, { seed: new Random(seed, "component", k).word() }),
    );
    const data = new Float64Array(count * size);
    for (let i = 0; i < count; i++) {
      let k = 0;
      for (let u = random.uniform(); k < draws.length - 1 && u > this.weights[k]; k++) u -= this.weights[k];
      data.set(draws[k].row(i), i * size);
    }
    return new NDArray(data, [count, size]);
  }
}
