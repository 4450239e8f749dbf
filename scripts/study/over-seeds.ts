import { NDArray } from "../../lib/ndarray";
import { median } from "../../lib/numerics/median";

/** What one training, or one seed, gave. */
export type Figures = Record<string, number>;

const MIDDLES = { median, mean: (values: readonly number[]) => NDArray.from(values).mean() };

/** Prints the middle and the range of each figure over the seeds. */
export function printOverSeeds(
  title: string,
  results: readonly Figures[],
  middle: keyof typeof MIDDLES,
): void {
  const written = (value: number) => Number(value.toFixed(4));
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(
      Object.keys(results[0]).map((figure) => {
        const values = results.map((figures) => figures[figure]);
        return [
          figure,
          {
            [middle]: written(MIDDLES[middle](values)),
            lowest: written(Math.min(...values)),
            highest: written(Math.max(...values)),
          },
        ];
      }),
    ),
  );
}
