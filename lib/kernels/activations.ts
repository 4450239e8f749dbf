import type { Activation } from "../numerics/activation";
import type { Kernels } from "./kernels";

/** The kernels of each activation, forward and backward; "in dense" where the dense layer's own kernels have it. */
export const ACTIVATION_KERNELS: Record<
  Activation,
  "in dense" | { readonly apply: ActivationKernel; readonly gradient: GradientKernel }
> = {
  relu: "in dense",
  tanh: { apply: "applyTanh", gradient: "tanhGradient" },
  softplus: { apply: "applySoftplus", gradient: "softplusGradient" },
  sigmoid: { apply: "applySigmoid", gradient: "sigmoidGradient" },
};

type ActivationKernel = Extract<keyof Kernels, `apply${string}`>;
type GradientKernel = "tanhGradient" | "softplusGradient" | "sigmoidGradient";
