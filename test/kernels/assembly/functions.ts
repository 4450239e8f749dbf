// AssemblyScript, compiled by functions.test.ts: the vector functions, applied to a list of `vectors` vectors in place.
import { Softplus, sigmoid, tanh } from "../../../lib/kernels/assembly/activation";
import { exp, log } from "../../../lib/kernels/assembly/exponential";

export function applyExp(list: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, list += 16) v128.store(list, exp(v128.load(list)));
}
export function applyLog(list: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, list += 16) v128.store(list, log(v128.load(list)));
}
export function applyTanh(list: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, list += 16) v128.store(list, tanh(v128.load(list)));
}
export function applySoftplus(list: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, list += 16) v128.store(list, Softplus.of(v128.load(list)));
}
export function applySigmoid(list: usize, vectors: i32): void {
  for (let i = 0; i < vectors; i++, list += 16) v128.store(list, sigmoid(v128.load(list)));
}
