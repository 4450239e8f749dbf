/**
 * A process that trains and is killed: child.ts FILE EPOCHS SIZE. Resumes from the checkpoint in FILE if there is one,
 * writes one after each epoch, and prints a line after the first.
 */
import { existsSync } from "node:fs";
import * as vb from "../../lib";
import { killedTraining } from "./killed-training";

async function main(): Promise<void> {
  const [, , file, epochs, size] = process.argv;
  const { shape, data, settings } = killedTraining(Number(size));
  const { model, run } = existsSync(file)
    ? vb.loadCheckpoint(file)
    : { model: new vb.VariationalAutoencoder(shape), run: undefined };
  let silent = true;
  await vb.fit(model, data, {
    ...settings,
    epochs: Number(epochs),
    resume: run,
    checkpoint: { path: file, every: 1 },
    onProgress({ epoch }) {
      if (silent && epoch > (run?.losses.length ?? 0)) {
        console.log("a checkpoint is written");
        silent = false;
      }
    },
  });
}

main();
