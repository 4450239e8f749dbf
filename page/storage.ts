/** What the browser keeps for the next visit: files that cells have saved, in its database, and the reader's changes of code. */
import { createStore, entries, set, type UseStore } from "idb-keyval";

let store: UseStore | undefined;
// Throws where the browser keeps nothing.
const files = () => (store ??= createStore("aevb-notebooks", "files"));

/** All files; none where the browser keeps nothing, as in a private window. */
export async function loadFiles(): Promise<Map<string, Uint8Array>> {
  try {
    return new Map(await entries<string, Uint8Array>(files()));
  } catch {
    return new Map();
  }
}

/** Keeps a file if the browser can; the reader has its download in any case. */
export async function storeFile(name: string, bytes: Uint8Array): Promise<void> {
  try {
    await set(name, bytes, files());
  } catch {}
}

const keyOf = (cell: number) => `aevb-code ${location.pathname} ${cell}`;

/** A cell's code as the reader left it, unless the page has another cell there by now. */
export function keptCode(cell: number, saved: string): string | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(cell)) ?? "{}");
    return kept.saved === saved ? kept.code : undefined;
  } catch {
    return undefined;
  }
}

export function keepCode(cell: number, saved: string, code: string): void {
  try {
    if (code === saved) localStorage.removeItem(keyOf(cell));
    else localStorage.setItem(keyOf(cell), JSON.stringify({ saved, code }));
  } catch {}
}
