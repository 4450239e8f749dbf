/** Aborts when the program is asked to end. */
export function untilInterrupted(): AbortController {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
  return stop;
}

/** Runs a program to its end, whatever it leaves open; an error is told by its message alone. */
export async function run(program: () => void | Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
  process.stdout.write("", () => process.exit());
}
