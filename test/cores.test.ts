import { afterEach, expect, it } from "vitest";
import { availableThreads, limitThreads, quota } from "../lib/cores";

const reading = (files: Record<string, string>) => (file: string) => {
  if (!(file in files)) throw new Error(`no file ${file}`);
  return files[file];
};

it.each([
  ["no control groups", {}, Number.POSITIVE_INFINITY],
  [
    "version 2, in a container of half a CPU",
    { "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "50000 100000\n" },
    0.5,
  ],
  [
    "version 2, the limit of a group further up",
    {
      "/proc/self/cgroup": "0::/user.slice/a session.scope\n",
      "/sys/fs/cgroup/user.slice/a session.scope/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/user.slice/cpu.max": "300000 100000\n",
    },
    3,
  ],
  [
    "version 1",
    {
      "/proc/self/cgroup": "5:memory:/a\n4:cpu,cpuacct:/docker/b\n0::/\n",
      "/sys/fs/cgroup/cpu/docker/b/cpu.cfs_quota_us": "250000\n",
      "/sys/fs/cgroup/cpu/docker/b/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    },
    2.5,
  ],
  [
    "version 1, whose folder a container sees under another name",
    {
      "/proc/self/cgroup": "4:cpu:/docker/c\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "150000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    },
    1.5,
  ],
])("reads the quota of CPU time: %s", (_, files, expected) => {
  expect(quota(reading(files))).toBe(expected);
});

afterEach(() => limitThreads(Number.POSITIVE_INFINITY));

it("never counts fewer than one thread, nor more than were allowed", () => {
  expect(availableThreads()).toBeGreaterThanOrEqual(1);
  limitThreads(1);
  expect(availableThreads()).toBe(1);
});
