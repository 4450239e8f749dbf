/** `step` rounded up to 1, 2, 5 or 10 times a power of ten, so that levels and ticks are round numbers. */
export function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * [1, 2, 5, 10].find((digit) => digit * power >= step * (1 - 1e-9))!;
}
