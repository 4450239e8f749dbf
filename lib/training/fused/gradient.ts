import type { Objective } from "../objectives";
import { elbo } from "./elbo";
import { evidence } from "./evidence";
import { iwae } from "./iwae";
import type { MakeGradient } from "./tile";
import { wakeSleep } from "./wake-sleep";

/** How the gradient of each objective is computed; an autoencoder's is with the ELBO's. */
export const GRADIENTS: Record<Objective, MakeGradient | undefined> = {
  elbo,
  iwae,
  evidence,
  wakeSleep,
};
