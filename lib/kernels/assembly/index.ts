export {
  applyRelu,
  applySigmoid,
  applySoftplus,
  applyTanh,
  reluGradient,
  sigmoidGradient,
  softplusGradient,
  tanhGradient,
} from "./activation";
export { adam } from "./adam";
export { addBias, addBiasGradient } from "./bias";
export { dense, denseGradient, denseInputGradient } from "./dense";
export { addDraws, deviations, drawLatents, logLikelihoods, negativeHalfSquares } from "./evaluation";
export { gather } from "./gather";
export { latentGradient, reparameterize } from "./latent";
export { bernoulli, gaussian, published, squaredError } from "./likelihood";
export { drawNoise, normals } from "./normal";
