/** Thrown when the loss is no longer a finite number; the model keeps the last parameters with a finite loss. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
  constructor(
    readonly step: number,
    readonly loss: number,
  ) {
    super(
      step === 1
        ? `training diverged: the loss of step 1 is ${loss}, before any change of the parameters, so no learningRate helps: usually the data's scale is too large. Try the points that standardize(data) gives.`
        : `training diverged: the loss of step ${step} is ${loss}. The model keeps the last parameters with a finite loss; try a smaller learningRate.`,
    );
  }
}
