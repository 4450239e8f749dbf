/** Our TensorFlow.js engine: tsx tensorflow.ts native|wasm|cpu */
import * as tf from "@tensorflow/tfjs";
import { loadBackend } from "../../lib/training/tensorflow/backend";
import { createTrainer } from "../../lib/training/tensorflow/engine";
import { trainingJob } from "./models";
import { serve } from "./protocol";

async function main(): Promise<void> {
  const [, , wanted] = process.argv;
  const { name, notTaken } = await loadBackend();
  if (wanted === "native" && name !== "native") throw new Error(notTaken.join("; "));
  if (wanted !== "native") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    wasm.setThreadsCount(2);
    await tf.setBackend(wanted);
  }
  await serve(async (job) => {
    const trainer = await createTrainer(trainingJob(job));
    return (steps) => trainer.advance(steps);
  });
}

main();
