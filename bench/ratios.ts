import {
  AE,
  type Case,
  DIGITS,
  DIGITS_1000,
  DIGITS_ELBO,
  FACES,
  nameOf,
  operations,
  VAE,
  VAE_ELBO,
  WIDE,
} from "./cases";
import type { Result } from "./competition";
import { type Contender, ONE_THREAD } from "./contenders";

/**
 * The benchmark's last line. A ratio such as `vaeVsTorch` divides the time of a group's fastest contender by that of the
 * fused engine's fastest; `shareOfPeak` is the lowest share of `peak`, in operations per second, that one thread reaches on
 * wide models. `paperVsTorch` and `paperVsJax` are the lowest ratios over the paper's two models.
 */
export function ratios(results: readonly Result[], peak: number, displayShare: number) {
  const times = (one: Case, keep: (result: Result) => boolean) =>
    results
      .filter((result) => result.case === nameOf(one) && keep(result))
      .flatMap(({ milliseconds }) => milliseconds ?? []);
  const fastest = (one: Case, group: Contender["group"]) =>
    Math.min(...times(one, (result) => result.group === group));
  const ratio = (one: Case, group: Contender["group"]) =>
    +(fastest(one, group) / fastest(one, "fused")).toFixed(2);
  const shares = WIDE.flatMap((one) =>
    times(one, ({ contender }) => contender === ONE_THREAD).map(
      (milliseconds) => operations(one) / (milliseconds / 1000) / peak,
    ),
  );
  return {
    vaeVsTorch: ratio(VAE, "PyTorch"),
    vaeVsJax: ratio(VAE, "JAX"),
    aeVsTorch: ratio(AE, "PyTorch"),
    aeVsJax: ratio(AE, "JAX"),
    vaeVsStockTfjs: ratio(VAE, "stock tfjs-node"),
    shareOfPeak: +Math.min(...shares).toFixed(2),
    paperVsTorch: Math.min(ratio(DIGITS, "PyTorch"), ratio(FACES, "PyTorch")),
    paperVsJax: Math.min(ratio(DIGITS, "JAX"), ratio(FACES, "JAX")),
    wideVsTorch: ratio(DIGITS_1000, "PyTorch"),
    evalVsTorch: ratio(DIGITS_ELBO, "PyTorch"),
    evalToyVsTorch: ratio(VAE_ELBO, "PyTorch"),
    displayShare: +displayShare.toFixed(3),
  };
}
