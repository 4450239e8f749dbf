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
export { addDraws, negativeHalfSquares } from "./evaluation";
export { evidence } from "./evidence";
export { gather } from "./gather";
export { importanceGradient, importanceWeights, weighDraws } from "./importance";
export { latentGradient, reparameterize } from "./latent";
export { logProbs, sample, surprise, surprises } from "./likelihoods";
export { drawNoise, normals } from "./normal";
