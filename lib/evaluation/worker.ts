import { instantiate } from "../kernels/kernels";
import { listen } from "../threads";
import { Job } from "./job";
import { makePass } from "./pass";
import type { Plan } from "./plan";
import { loadBlasFor, type WorkerData } from "./pool";

/** Works on each job that is open when it wakes up; earlier ones were done without this thread. */
listen<WorkerData, { number: number; plan: Plan }>(({ thread, module, memory }, latest) => {
  const kernels = instantiate(module, memory);
  const job = new Job(memory.buffer);
  for (let seen = 0; ; seen = job.sleep(seen)) {
    const message = latest();
    if (!message) continue;
    const { number, plan } = message;
    job.during(number, () => {
      const pass = makePass(plan, memory.buffer, kernels, loadBlasFor(plan), thread);
      job.work(number, plan.tiles, pass);
    });
  }
});
