const repairedVersion = "1.0.22";

/** The repairs reach into tslab's inner functions, so they fit one version only. */
export function checkVersion(found: string): void {
  if (found !== repairedVersion) {
    throw new Error(
      `The kernel repairs tslab ${repairedVersion}, but node_modules has tslab ${found}. ` +
        "Run `npm ci` to install the version that package-lock.json names.",
    );
  }
}

/** One of tslab's inner modules, open for replacing what it exports. */
export function innerModule<Module>(name: string): { -readonly [Name in keyof Module]: Module[Name] } {
  return require(`tslab/dist/${name}`);
}
