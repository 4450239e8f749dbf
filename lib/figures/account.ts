import type { NDArray } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { steps } from "./marks";

/** The terms of log p(x) = reconstruction − kl + gap, each one number, in nats. */
export interface AccountTerms {
  readonly reconstruction: NDArray;
  readonly kl: NDArray;
  readonly gap: NDArray;
  /** log p(x), drawn as a level, at which the bars end only if it is right. */
  readonly logEvidence: number;
}

/** Shows how the terms of log p(x) add up: a bar for each, one from zero for the ELBO, and log p(x) as a dashed level. */
export function account(terms: AccountTerms, options: ChartOptions = {}): Figure {
  const [down, kl, gap] = [terms.reconstruction, terms.kl, terms.gap].map(({ data }) => data[0]);
  const bars = {
    reconstruction: [0, down],
    "−KL(q‖p(z))": [down, down - kl],
    ELBO: [0, down - kl],
    "gap, KL(q‖p(z|x))": [down - kl, down - kl + gap],
  } as const;
  const level = { x: Object.keys(bars), y: terms.logEvidence, line: { dash: "dash" } };
  return figure({ yTitle: "nats", ...options, marks: { ...steps(bars), "log p(x)": level } });
}
