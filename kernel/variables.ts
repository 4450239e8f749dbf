/**
 * Cells share their top-level variables as properties of one `exports` object. Stock tslab forgets all that a failed cell
 * declared; here each cell sees `exports` through a proxy that notes what it sets, so that what was set can be kept.
 */
import type { Execution } from "./interrupt";

export type Variables = Record<PropertyKey, unknown>;

/** The variables of all cells, as one cell reads and sets them. */
export class CellVariables {
  readonly exports: Variables;
  private readonly initialized = new Set<PropertyKey>();
  private readonly valuesBefore = new Map<PropertyKey, unknown>();

  constructor(
    private readonly variables: Variables,
    execution: Execution,
  ) {
    this.exports = new Proxy(variables, {
      // Reached by assignments too. Compiled imports define getters, but a later cell may assign to what was imported.
      defineProperty: (_, name, { get, value = get?.() }) => {
        // An aborted cell's code may go on; it no longer changes anything.
        if (name === "__esModule" || execution.aborted.aborted) return true;
        // A cell's code starts by setting everything that it will declare to undefined.
        if (value === undefined && !this.initialized.has(name) && !this.valuesBefore.has(name)) {
          this.valuesBefore.set(name, variables[name]);
        } else {
          this.initialized.add(name);
        }
        variables[name] = value;
        return true;
      },
    });
  }

  /** Whether the cell has given a variable its value. */
  isInitialized = (name: string): boolean => this.initialized.has(name);

  /** Gives the variables that a failed cell declared, but never initialized, their earlier values back. */
  restoreUninitialized(): void {
    for (const [name, value] of this.valuesBefore) {
      if (!this.initialized.has(name)) this.variables[name] = value;
    }
  }
}
