import { findServer, HOW_TO_GET } from "../sweep/find-server";
import { disturbedSweep } from "./disturbed-sweep";

/** A sweep through a queue whose workers are killed and whose server restarts; nothing where there is no server. */
export async function studySweeps(): Promise<Record<string, boolean>> {
  const program = findServer();
  if (!program) {
    console.log(`\nskipped sweeps through a queue: ${HOW_TO_GET}`);
    return {};
  }
  const jobs = 200;
  const disturbed = await disturbedSweep(program, { jobs, epochs: 5000, workers: 3, killEvery: 3000 });
  console.log(`\n${jobs} trainings through a queue`);
  console.table(disturbed);
  return {
    "sweep: each of 200 trainings has one result, though workers are killed and the server restarts":
      disturbed.complete && disturbed.kills > 0,
    "sweep: those results have the bits of an undisturbed sweep": disturbed.identical,
  };
}
