/** Files that cells have saved, in the browser's own database, so that they are there at the next visit. */
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
