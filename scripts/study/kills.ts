import { spawnSync } from "node:child_process";
import path from "node:path";

const KILLS = 50;

/** The test of killed trainings with more kills than a test has time for. */
export function studyKills(): Record<string, boolean> {
  const project = path.join(__dirname, "../..");
  const vitest = path.join(project, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--project", "slow", "test/training/kill.slow.test.ts"],
    { cwd: project, env: { ...process.env, AEVB_KILLS: `${KILLS}` }, stdio: "inherit" },
  );
  return { [`checkpoints: each loads and resumes, bit for bit, after each of ${KILLS} kills`]: status === 0 };
}
