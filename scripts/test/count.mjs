/**
 * @typedef {object} TestResults the parts of vitest's JSON report that are read here
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Counts tests and checks together. A file that fails outside its tests counts as one failure, and so does vitest if it
 * fails although no test did.
 * @param {TestResults | undefined} results
 * @param {number} vitestCode
 * @param {readonly boolean[]} checks whether each passed
 * @returns {Counts}
 */
export function countTests(results, vitestCode, checks) {
  const brokenFiles = (results?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failedTests = (results?.numFailedTests ?? 0) + brokenFiles;
  const passedChecks = checks.filter((passed) => passed).length;
  return {
    passed: (results?.numPassedTests ?? 0) + passedChecks,
    failed: (failedTests === 0 && vitestCode !== 0 ? 1 : failedTests) + checks.length - passedChecks,
    skipped: results?.numPendingTests ?? 0,
  };
}

/**
 * The last line that npm test prints.
 * @param {Counts} counts
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
