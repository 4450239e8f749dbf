import type { Model } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";

/** The objectives, each with what a variational autoencoder must have for it and lacks; undefined if it lacks nothing. */
export const OBJECTIVES = {
  elbo: () => undefined,
  iwae: () => undefined,
  wakeSleep: () => undefined,
  evidence: ({ latentSize }) => (latentSize === 1 ? undefined : "with a latent of one dimension"),
} satisfies Record<string, (options: VariationalAutoencoder["options"]) => string | undefined>;
export type Objective = keyof typeof OBJECTIVES;

/** Throws a RangeError for a model or options for which an objective other than the ELBO has no meaning. */
export function checkObjective(
  objective: Objective,
  model: Model,
  { klWeight, gradient, parameters }: { klWeight?: unknown; gradient?: string; parameters?: string },
): void {
  const needed = model.kind === "autoencoder" ? "" : OBJECTIVES[objective](model.options);
  if (needed !== undefined)
    throw new RangeError(
      `objective: expected "elbo", since "${objective}" is for a variational autoencoder${needed && ` ${needed}`}`,
    );
  if (klWeight !== undefined)
    throw new RangeError(
      `klWeight: expected none with objective "${objective}", which has no divergence term`,
    );
  if (parameters === "encoder" && objective === "evidence")
    throw new RangeError(
      'parameters: expected "all" with objective "evidence", which leaves the encoder as it is',
    );
  if (gradient === "scoreFunction")
    throw new RangeError(`gradient: expected "pathwise" with objective "${objective}", got "scoreFunction"`);
}
