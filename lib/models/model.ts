import type { Autoencoder } from "./autoencoder";
import type { VariationalAutoencoder } from "./variational-autoencoder";

/** Every model that `fit` trains, told apart by `kind`. */
export type Model = Autoencoder | VariationalAutoencoder;
