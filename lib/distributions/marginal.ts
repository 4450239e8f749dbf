import { checkIntegers } from "../check";
import { broadcast } from "../ndarray";
import { Independent } from "./independent";
import { Mixture } from "./mixture";
import { Normal } from "./normal";

/**
 * The density of some coordinates of a point: the mixture of what its components say about them, for a Mixture of
 * independent Normals. Throws a RangeError for coordinates that there are not, and for other components.
 */
export function marginal(
  { weights, components, eventShape }: Mixture,
  coordinates: readonly number[],
): Mixture {
  checkIntegers("coordinates", coordinates, 0, eventShape[0] - 1);
  if (coordinates.length === 0) throw new RangeError("coordinates: expected at least one, got none");
  return new Mixture(
    weights,
    components.map((component) => {
      if (!(component instanceof Independent && component.base instanceof Normal))
        throw new RangeError(
          `mixture: expected components that are independent Normals, got ${component.constructor.name}`,
        );
      const { mean, loc, scale } = component.base;
      const scales = broadcast((_, value) => value, loc, scale);
      const [chosenMean, chosenScale] = [mean, scales].map(({ data }) => coordinates.map((one) => data[one]));
      return new Independent(new Normal(chosenMean, chosenScale), 1);
    }),
  );
}
