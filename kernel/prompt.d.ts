/** Declared so that a cell which calls it learns what to use instead. */
declare function prompt(message?: string, value?: string): string | null;
