import { checkChoice } from "../check";
import type { Dataset } from "../data/dataset";
import { drawnDigits } from "../data/drawn-digits";
import { noisyCurve } from "../data/noisy-curve";
import { standardNormal } from "../data/standard-normal";
import { twoGaussians } from "../data/two-gaussians";

const RECIPES = { twoGaussians, noisyCurve, standardNormal, drawnDigits };
type Kind = keyof typeof RECIPES;

/** A data set as plain data: the name of the function that makes it, and that function's options. */
export type DataRecipe = {
  [K in Kind]: { readonly kind: K } & Readonly<Parameters<(typeof RECIPES)[K]>[0]>;
}[Kind];

/** Points, with their density where it is known. */
export type RecipeData = Pick<Dataset, "points"> & Partial<Pick<Dataset, "density">>;

/** Makes the data of a recipe. Throws as the function does that it names. */
export function makeData({ kind, ...options }: DataRecipe): RecipeData {
  checkChoice("data.kind", kind, Object.keys(RECIPES) as Kind[]);
  // The options are those of the function that `kind` names.
  return (RECIPES[kind] as (options: object) => RecipeData)(options);
}
