import { Team } from "../engine/team";
import { instantiate } from "../kernels/kernels";
import { PAGE } from "../kernels/memory";
import { answerMessages } from "../threads";
import type { EvaluationPlan } from "./plan";
import { doShard, type HelperData, readPlan } from "./pool";
import { type EvaluateTile, makeTerms } from "./terms";

/** Helps with one evaluation after another, each of which is a round of its own, until the memory is given up. */
answerMessages("evaluation/worker", ({ position, module, memory }: HelperData) => {
  const kernels = instantiate(module, memory);
  let known: { task: number; plan: EvaluationPlan; evaluateTile: EvaluateTile } | undefined;
  new Team(memory.buffer, PAGE).help(position, (shard, { task, argument }) => {
    if (known?.task !== task) {
      const plan = readPlan(memory.buffer, argument);
      known = { task, plan, evaluateTile: makeTerms(plan, kernels, position, memory.buffer) };
    }
    doShard(known.plan, shard, known.evaluateTile);
  });
  return () => undefined;
});
