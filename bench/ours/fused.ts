/** Our fused engine: tsx fused.ts THREADS */
import { createTrainer } from "../../lib/training/fused/engine";
import { trainingJob } from "./models";
import { serve } from "./protocol";

serve(async (job) => {
  const trainer = await createTrainer(trainingJob(job, Number(process.argv[2])));
  return (steps) => trainer.advance(steps);
});
