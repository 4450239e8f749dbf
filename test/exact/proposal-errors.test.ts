import { expect, it } from "vitest";
import { proposalErrors } from "../../lib";

it("a proposal that is nearly the posterior beats the prior, and one that is far from it does not", () => {
  const good = proposalErrors(6, { displacement: 0, widening: 1.1, seed: 2 });
  const bad = proposalErrors(6, { displacement: 6, widening: 1.1, seed: 2 });
  expect(good.q).toBeLessThan(0.1);
  expect(good.q).toBeLessThan(good.prior / 2);
  expect(bad.prior).toBe(good.prior);
  expect(bad.q).toBeGreaterThan(bad.prior);
});
