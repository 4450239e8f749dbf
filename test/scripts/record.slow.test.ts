import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { type RecordedStudy, record } from "../../scripts/study/record";

const folder = mkdtempSync(path.join(tmpdir(), "record-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A study that notes what it is asked for. */
function studyOf(conducted: string[], settings = { points: 5 }): RecordedStudy {
  return {
    name: "sums",
    settings,
    parts: [{ sign: 1 }, { sign: -1 }],
    async conduct({ sign }, seed) {
      conducted.push(`${sign} ${seed}`);
      return [
        { model: "one", values: { sum: (sign as number) * seed + 1 / 3 } },
        { model: "two", values: { sum: 0 } },
      ];
    },
  };
}

const rows = () => JSON.parse(readFileSync(path.join(folder, "sums.json"), "utf8")).rows;

async function conduct(study: RecordedStudy, seeds: number, most = Number.POSITIVE_INFINITY) {
  let parts = 0;
  for await (const _ of record(study, seeds, folder)) if (++parts >= most) break;
}

it("records each part once, in the order of seeds, and goes on where it stopped", async () => {
  const conducted: string[] = [];
  await conduct(studyOf(conducted), 2, 1);
  expect(rows()).toEqual([
    { seed: 1, sign: 1, model: "one", values: { sum: 1.33333 } },
    { seed: 1, sign: 1, model: "two", values: { sum: 0 } },
  ]);
  await conduct(studyOf(conducted), 2);
  expect(conducted).toEqual(["1 1", "-1 1", "1 2", "-1 2"]);
  expect(rows().map((row: { seed: number }) => row.seed)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
});

it("keeps what another process adds meanwhile", async () => {
  const other = studyOf([], { points: 6 });
  const slow: RecordedStudy = {
    ...other,
    parts: [{ sign: 1 }],
    async conduct(part, seed) {
      await conduct({ ...other, parts: [{ sign: -1 }] }, 1);
      return other.conduct(part, seed);
    },
  };
  await conduct(slow, 1);
  expect(rows().map((row: { sign: number }) => row.sign)).toEqual([-1, -1, 1, 1]);
});

it("begins anew with other settings", async () => {
  await conduct(studyOf([], { points: 7 }), 1, 1);
  expect(rows()).toHaveLength(2);
});
