import { checkInteger } from "./check";

/**
 * A stream of random numbers that is fixed by a seed and a name for its purpose: sfc32 (Chris Doty-Humphrey's
 * "small fast counter", PractRand), with its state hashed from seed and name, so that neighbouring seeds and
 * different purposes give unrelated streams.
 */
export class Random {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private counter = 1;
  private spare = Number.NaN;

  /** `purpose`, such as ("noise", step), separates the streams of one seed. Throws a RangeError unless seed is an integer ≥ 0. */
  constructor(seed: number, ...purpose: readonly (string | number)[]) {
    checkInteger("seed", seed, 0);
    for (const char of JSON.stringify([seed, ...purpose])) {
      this.a ^= char.charCodeAt(0);
      this.bits();
    }
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 uniform bits as a signed integer. */
  private bits(): number {
    const sum = (this.a + this.b + this.counter++) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum;
  }

  /** A uniform draw from the open interval (0, 1), with 32 bits. */
  uniform(): number {
    return ((this.bits() >>> 0) + 0.5) / 2 ** 32;
  }

  /** 32 random bits, as an integer ≥ 0: a seed, or a part of a key. */
  word(): number {
    return this.bits() >>> 0;
  }

  /** `count` draws from (0, 1). */
  uniforms(count: number): Float64Array {
    return new Float64Array(count).map(() => this.uniform());
  }

  /** A draw from N(0, 1), by the Box–Muller transform. */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const value = this.spare;
      this.spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fills `values` with draws from N(0, 1) and returns it. */
  normals<T extends Float32Array | Float64Array>(values: T): T {
    for (let i = 0; i < values.length; i++) values[i] = this.normal();
    return values;
  }

  /** A random order of 0 … count − 1 (Fisher–Yates). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(this.uniform() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}
