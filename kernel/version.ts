const expectedVersion = "1.0.22";

/** The kernel relies on tslab's internals, so it works with one version only. */
export function checkVersion(found: string): void {
  if (found !== expectedVersion) {
    throw new Error(
      `The kernel is built on tslab ${expectedVersion}, but node_modules has tslab ${found}. ` +
        "Run `npm ci` to install the version that package-lock.json names.",
    );
  }
}
