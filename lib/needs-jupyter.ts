/** What an exported page throws in place of what only Jupyter can do. */
export class NeedsJupyter extends Error {
  constructor(what: string) {
    super(`${what} is not part of this page; run the notebook in Jupyter`);
  }
}
