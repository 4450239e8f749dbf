import { expect, it } from "vitest";
import { Team } from "../../lib/engine/team";

const newTeam = () => new Team(new SharedArrayBuffer(Team.BYTES), 0);

it("has every shard done once, with its round", () => {
  const team = newTeam();
  const done: unknown[] = [];
  team.lead(3, { task: 7, argument: -5 }, (shard, round) => done.push({ shard, ...round }));
  expect(done).toEqual([2, 1, 0].map((shard) => ({ shard, task: 7, argument: -5 })));
  expect(team.left).toBe(0);
});

it("goes on after a round that an error ended", () => {
  const team = newTeam();
  const failing = () => {
    throw new Error("a wrong shard");
  };
  expect(() => team.lead(5, { task: 0, argument: 0 }, failing)).toThrow("a wrong shard");
  expect(team.left).toBe(4);
  team.settle();
  expect(team.left).toBe(0);
  let count = 0;
  team.lead(Team.MOST_SHARDS, { task: 0, argument: 0 }, () => count++);
  expect(count).toBe(Team.MOST_SHARDS);
});

it("counts helpers, and sends them home", () => {
  const memory = new SharedArrayBuffer(Team.BYTES);
  const team = new Team(memory, 0);
  team.dismiss();
  // Returns at once, since the team is dismissed.
  new Team(memory, 0).help(1, () => {});
  expect(team.helpers).toBe(1);
});
