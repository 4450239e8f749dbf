/** Our fused engine: tsx fused.ts [THREADS] [CORES], the cores being those that the system is made to report. */
import os from "node:os";
import { createTrainer } from "../../lib/training/fused/engine";
import { trainingJob } from "./models";
import { serve } from "./protocol";

const [threads, cores] = process.argv.slice(2).map(Number);
if (cores) os.availableParallelism = () => cores;

serve(async (job) => {
  const trainer = await createTrainer(trainingJob(job, threads || undefined));
  return (steps) => trainer.advance(steps);
});
