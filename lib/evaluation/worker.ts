import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { instantiate } from "../kernels/kernels";
import { Job } from "./job";
import { makePass } from "./pass";
import type { Plan } from "./plan";
import { loadBlasFor, type WorkerData } from "./pool";

const { thread, module, memory, port } = workerData as WorkerData;
const kernels = instantiate(module, memory);
const job = new Job(memory.buffer);

/** The last plan that was sent; earlier ones were done without this thread. */
function receive(): { number: number; plan: Plan } | undefined {
  let latest: { number: number; plan: Plan } | undefined;
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) latest = got.message;
  return latest;
}

for (let seen = 0; ; seen = job.sleep(seen)) {
  const message = receive();
  if (!message) continue;
  const { number, plan } = message;
  job.during(number, () => {
    const pass = makePass(plan, memory.buffer, kernels, loadBlasFor(plan), thread);
    job.work(number, plan.tiles, pass);
  });
}
