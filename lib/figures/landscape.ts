import type { Normal } from "../distributions/normal";
import { densityMarks, type LogDensity } from "./curves";
import { type ChartOptions, type Figure, figure } from "./figure";
import type { Mark } from "./mark";

/**
 * Shows one Gaussian q(z) twice: above as a place on a `surface` over all Gaussians, such as `overGaussians` makes, and below as
 * a density beside p(z|x).
 */
export function landscape(
  surface: Mark,
  q: Normal,
  logPosterior: LogDensity,
  options: ChartOptions = {},
): Figure {
  const x = q.loc.data[0];
  const marker = { size: 13, line: { color: "white", width: 1.5 } };
  const place = { mode: "markers", x, y: q.scale.data[0], marker, showlegend: false };
  const above = { ELBO: surface, "your q": place };
  const xs = surface.x as ArrayLike<number>;
  const below = densityMarks({ "posterior p(z|x)": logPosterior, "your q": q }, [xs[0], xs[xs.length - 1]]);
  return figure({
    shared: false,
    columns: 1,
    panelSize: [544, 210],
    margin: { r: 104 },
    colors: { "your q": "bound" },
    ...options,
    panels: {
      "the bound over all Gaussians": { marks: above, xTitle: "μ of q", yTitle: "σ of q", logY: true },
      "your q": { marks: below, xTitle: "z", yTitle: "density" },
    },
  });
}
