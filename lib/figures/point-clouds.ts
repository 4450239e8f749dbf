import type { NDArrayLike } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { dots } from "./marks";

/**
 * Shows clouds of points [rows, 2] on top of each other, `{ panel: { cloud: points } }`. The panels stand side by side
 * and share one range, with equal units on both axes. All clouds but "data" are the model's, unless `colors` says otherwise.
 * Throws a RangeError for points of another shape.
 */
export function pointClouds(
  panels: Readonly<Record<string, Readonly<Record<string, NDArrayLike>>>>,
  options: ChartOptions = {},
): Figure {
  const names = Object.values(panels).flatMap((clouds) => Object.keys(clouds));
  const made = names.filter((name) => name !== "data").map((name) => [name, "model"]);
  return figure({
    xTitle: "x₁",
    yTitle: "x₂",
    equalUnits: true,
    panelSize: [320, 320],
    ...options,
    colors: { ...Object.fromEntries(made), ...options.colors },
    panels: mapValues(panels, (clouds) => {
      const [lowest] = Object.keys(clouds);
      return { marks: mapValues(clouds, (points, name) => dots(points, { name, faint: name === lowest })) };
    }),
  });
}
