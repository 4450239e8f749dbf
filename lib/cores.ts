import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

let most = Number.POSITIVE_INFINITY;

/** How many threads can work at the same time: no more than there are cores, or than a container's quota lets work. */
export function availableThreads(): number {
  return Math.max(1, Math.min(most, availableParallelism(), Math.floor(QUOTA)));
}

/** Sets how many threads this process may use at most, where several share the machine. */
export function limitThreads(threads: number): void {
  most = threads;
}

/**
 * The cores' worth of time that Linux gives this process's control group and those around it; Infinity where there is no
 * limit. `read` returns a file's text. Node's own `availableParallelism` does not look before version 22.
 */
export function quota(read: (file: string) => string = (file) => readFileSync(file, "utf8")): number {
  const parts = (file: string, separator: string) => {
    try {
      return read(file).trim().split(separator);
    } catch {
      return []; // Another system, or another version of control groups.
    }
  };
  const numbers = (file: string) => parts(file, " ").map(Number);
  const shares = parts("/proc/self/cgroup", "\n").flatMap((line) => {
    const [, controllers, path] = line.split(":");
    if (controllers !== "" && !controllers.split(",").includes("cpu")) return [];
    const steps = path.split("/").filter(Boolean);
    return Array.from({ length: steps.length + 1 }, (_, depth) => {
      const folder = ["/sys/fs/cgroup", ...(controllers ? ["cpu"] : []), ...steps.slice(0, depth)].join("/");
      const [time, period] = controllers
        ? ["quota", "period"].flatMap((name) => numbers(`${folder}/cpu.cfs_${name}_us`))
        : numbers(`${folder}/cpu.max`);
      // Version 1 says −1 for no limit, version 2 "max".
      return time > 0 ? time / period : Number.POSITIVE_INFINITY;
    });
  });
  return Math.min(...shares);
}

/** Looked up once: it takes as long as a small evaluation. */
const QUOTA = quota();
