export {
  applySigmoid,
  applySoftplus,
  applyTanh,
  sigmoidGradient,
  softplusGradient,
  tanhGradient,
} from "./activation";
export { adam } from "./adam";
export { dense, denseGradient, denseInputGradient } from "./dense";
export { gather } from "./gather";
export { latentGradient, reparameterize } from "./latent";
export { bernoulli, gaussian, published, squaredError } from "./likelihood";
export { normals } from "./normal";
