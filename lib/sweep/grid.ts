import { checkInteger, checkIntegers, rejectUnknownOptions } from "../check";
import { type Points, pointsOf } from "../data/dataset";
import { inputsOf, type ModelDescription, makeModel } from "../models/model";
import { describeModel } from "../models/model-file";
import { completeSettings } from "../training/settings";
import type { Job } from "./job";
import { MEASURES, type MeasureName } from "./measures";
import { libraryHash } from "./project";
import { type DataRecipe, makeData, type RecipeData } from "./recipes";
import type { Results } from "./results";
import { locateMeasure } from "./run-job";
import type { Each, GridOptions, Setting, Varied } from "./sweep-run";

const OPTIONS = "data model fit seeds measures folder processes queue signal onProgress live";

export interface Grid {
  /** Names of the axes, in the order of the options; the seed is not one of them. */
  readonly axes: readonly string[];
  readonly points: readonly { readonly setting: Setting; readonly job: Job }[];
}

/**
 * The jobs of a grid, in the order of its axes, the seed changing fastest. Throws an error that names the first invalid
 * option: each model, its settings and its measures are tried on a single point. Points that are given are kept in the results.
 */
export async function makeGrid(options: GridOptions, results: Results): Promise<Grid> {
  const { data, model, fit, seeds, measures, ...rest } = options;
  rejectUnknownOptions("sweep", rest, OPTIONS);
  if (typeof seeds === "number") checkInteger("seeds", seeds);
  const seedList = typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i + 1) : seeds;
  checkIntegers("seeds", seedList, 0);
  if (seedList.length === 0) throw new RangeError("seeds: expected at least one");
  const [seed] = seedList;
  const library = libraryHash();
  const sources = measures.map((one) => (one.includes("#") ? locateMeasure(one) : named(one)));
  const points: Grid["points"][number][] = [];
  const dataChoices = isRecipe(data) ? combinations<DataRecipe>(data, "data.") : undefined;
  const modelChoices = combinations<Omit<ModelDescription, "seed">>(model);
  const fitChoices = combinations<Omit<Job["fit"], "seed">>(fit);
  for (const { setting: dataSetting, value: recipe } of dataChoices ?? [{ setting: {}, value: undefined }]) {
    const made: RecipeData = recipe ? makeData(recipe) : { points: pointsOf("data", data as Points) };
    const described = recipe ?? results.store(made.points);
    for (const { setting: modelSetting, value: shape } of modelChoices) {
      const example = makeModel({ ...shape, seed } as ModelDescription);
      inputsOf(example, "data", made);
      const one = { ...made, points: made.points.head(1) };
      for (const source of sources)
        if (typeof source === "string") await MEASURES[source as MeasureName](example, one, { seed });
      for (const { setting: fitSetting, value: settings } of fitChoices) {
        const complete = { engine: "fused" as const, ...settings };
        const { epochs, ...checked } = complete;
        checkInteger("epochs", epochs);
        completeSettings({ ...checked, seed }, example, made.points.shape[0]);
        for (const seed of seedList)
          points.push({
            setting: { ...dataSetting, ...modelSetting, ...fitSetting, seed },
            job: {
              library,
              data: described,
              model: { ...describeModel(example), seed },
              fit: { ...complete, seed },
              measures: sources,
            },
          });
      }
    }
  }
  return { axes: Object.keys(points[0].setting).filter((name) => name !== "seed"), points };
}

function named(name: string): string {
  if (!(name in MEASURES))
    throw new RangeError(
      `measures: expected one of ${Object.keys(MEASURES).join(", ")} or "./file.ts#function", got ${JSON.stringify(name)}`,
    );
  return name;
}

const isRecipe = (data: GridOptions["data"]): data is Varied<DataRecipe> =>
  typeof data === "object" && "kind" in data;

const isEach = (value: unknown): value is Each<unknown> =>
  typeof value === "object" && value !== null && "each" in value;

/** All combinations of an object's values, the last axis changing fastest. */
function combinations<Value>(options: object, prefix = ""): { setting: object; value: Value }[] {
  let all: { setting: object; value: object }[] = [{ setting: {}, value: {} }];
  for (const [name, given] of Object.entries(options)) {
    if (!isEach(given)) {
      all = all.map(({ setting, value }) => ({ setting, value: { ...value, [name]: given } }));
      continue;
    }
    const { each } = given;
    if (!Array.isArray(each) || each.length === 0)
      throw new RangeError(`${prefix}${name}: expected { each: [value, …] } with at least one value`);
    all = all.flatMap(({ setting, value }) =>
      each.map((one) => ({
        setting: { ...setting, [prefix + name]: one },
        value: { ...value, [name]: one },
      })),
    );
  }
  return all as { setting: object; value: Value }[];
}
