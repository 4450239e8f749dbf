import { NDArray } from "../../lib/ndarray";
import { median } from "../../lib/numerics/median";

/** What one seed gave. */
export type Figures = Readonly<Record<string, number>>;

const STATISTICS = {
  median,
  mean: (values: readonly number[]) => NDArray.from(values).mean(),
  lowest: (values: readonly number[]) => Math.min(...values),
  highest: (values: readonly number[]) => Math.max(...values),
};

/** Figures over several seeds, and where they have to lie: "each" means the lowest and the highest. */
export interface Study {
  readonly title: string;
  /** Trains with a seed. */
  figures(seed: number, epochs: number): Promise<Figures>;
  readonly expected: readonly (readonly [
    figure: string,
    statistic: keyof typeof STATISTICS | "each",
    low: number,
    high: number,
  ])[];
}

/** Trains with seeds from 1 on, prints the figures and which expectations hold; returns whether all do. */
export async function conduct(study: Study, seeds: number, epochs: number): Promise<boolean> {
  const { title, expected } = study;
  const results: Figures[] = [];
  for (let seed = 1; seed <= seeds; seed++) results.push(await study.figures(seed, epochs));
  const of = (figure: string) => results.map(({ [figure]: value }) => value);
  const names = Object.keys(results[0]);
  const row = (figure: string) =>
    Object.entries(STATISTICS).map(([name, statistic]) => [name, +statistic(of(figure)).toFixed(4)]);
  console.log(`\n${title}, ${seeds} seeds`);
  console.table(Object.fromEntries(names.map((name) => [name, Object.fromEntries(row(name))])));
  const holds = expected.map(([figure, statistic, low, high]) => {
    const values = statistic === "each" ? of(figure) : [STATISTICS[statistic](of(figure))];
    const held = values.every((value) => value >= low && value <= high);
    console.log(`${held ? "holds" : "FAILS"}  ${figure}: ${statistic} in [${low}, ${high}]`);
    return held;
  });
  return holds.every(Boolean);
}
