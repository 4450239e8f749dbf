import type { MimeBundle, SharedState } from "../lib/notebook/kernel";

/** What the page tells the worker that runs its cells. */
export type ToWorker =
  | { readonly kind: "start"; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly kind: "run"; readonly cell: number; readonly code: string }
  | { readonly kind: "interrupt" }
  /** What the reader changed of a figure with handles. */
  | { readonly kind: "change"; readonly model: string; readonly changed: SharedState };

/** What the worker tells the page. */
export type ToPage =
  | { readonly kind: "ready"; readonly names: Readonly<Record<string, readonly string[]>> }
  | { readonly kind: "done"; readonly failure?: Failure }
  /** A figure with handles; `place` is the same whenever its cell runs. */
  | { readonly kind: "open"; readonly model: string; readonly place: string; readonly state: SharedState }
  | { readonly kind: "update"; readonly model: string; readonly parts: SharedState }
  | Output;

/** What the running cell shows, prints or saves. */
export type Output =
  /** With the `id` of an output that exists it replaces that one. */
  | { readonly kind: "display"; readonly id: string; readonly bundle: MimeBundle }
  | { readonly kind: "print"; readonly text: string; readonly warning: boolean }
  | { readonly kind: "file"; readonly path: string; readonly bytes: Uint8Array };

/** Why a cell ended early. */
export interface Failure {
  readonly message: string;
  /** The line of the cell, from 1, if it is known. */
  readonly line?: number;
  /** Whether the cell needs what only Jupyter has, or a cell that does. */
  readonly needsJupyter: boolean;
}
