/** A problem that the reader can solve; only its message is printed, without a stack trace. */
export class SetupError extends Error {}

/**
 * Runs one step of the set-up and prints its label and how long it took.
 * @template T
 * @param {string} label what is being done, as in "Installing the Node packages"
 * @param {() => T | Promise<T>} action
 * @returns {Promise<T>}
 */
export async function step(label, action) {
  const start = performance.now();
  process.stdout.write(`${label} … `);
  let outcome = "failed after ";
  try {
    const result = await action();
    outcome = "";
    return result;
  } finally {
    process.stdout.write(`${outcome}${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
}

/**
 * Runs the program behind an npm command; its result is the exit code.
 * @param {() => Promise<number | undefined>} program
 */
export async function runProgram(program) {
  try {
    process.exitCode = (await program()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
