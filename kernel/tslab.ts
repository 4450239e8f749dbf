/** The parts of tslab that the kernel is built on, loaded once their compiler has been amended. */
import { amendCompiler } from "./compiler";

amendCompiler();

export const converter: typeof import("tslab/dist/converter") = require("tslab/dist/converter");
export const jupyter: typeof import("tslab/dist/jupyter") = require("tslab/dist/jupyter");
