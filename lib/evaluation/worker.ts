import { Team } from "../engine/team";
import { instantiate } from "../kernels/kernels";
import { answerMessages } from "../threads";
import { makePass, type Pass } from "./pass";
import { TEAM } from "./plan";
import { doShard, type HelperData, loadBlasFor, readPlan } from "./pool";

/** Helps with one evaluation after another, each of which is a round of its own, until the memory is given up. */
answerMessages("evaluation/worker", ({ position, module, memory }: HelperData) => {
  const kernels = instantiate(module, memory);
  let known: { task: number; plan: ReturnType<typeof readPlan>; pass: Pass } | undefined;
  new Team(memory.buffer, TEAM).help(position, (shard, { task, argument }) => {
    if (known?.task !== task) {
      const plan = readPlan(memory.buffer, argument);
      const pass = makePass(plan, memory.buffer, kernels, loadBlasFor(plan), position);
      known = { task, plan, pass };
    }
    doShard(known.plan, shard, known.pass);
  });
  return () => undefined;
});
