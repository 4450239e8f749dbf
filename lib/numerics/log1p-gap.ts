/** Where the power series is used, and its last power there. */
const NEAR = 0.1;
const LAST_POWER = 18;

/** x − log(1 + x) ≥ 0 for x > −1, to rounding also where the two nearly cancel. */
export function log1pGap(x: number): number {
  if (Math.abs(x) > NEAR) return x - Math.log1p(x);
  let [sum, power] = [0, x];
  for (let n = 2; n <= LAST_POWER; n++) {
    power *= -x;
    sum -= power / n;
  }
  return sum;
}
