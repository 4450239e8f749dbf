/** Files that cells have saved, in the browser's own database, so that they are there at the next visit. */
const DATABASE = "aevb-notebooks";
const FILES = "files";

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(FILES);
  return settled(request);
}

const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** All files; none where the browser keeps nothing, as in a private window. */
export async function loadFiles(): Promise<Map<string, Uint8Array>> {
  try {
    const files = (await open()).transaction(FILES).objectStore(FILES);
    const [names, contents] = await Promise.all([settled(files.getAllKeys()), settled(files.getAll())]);
    return new Map(names.map((name, i) => [String(name), contents[i] as Uint8Array]));
  } catch {
    return new Map();
  }
}

/** Keeps a file if the browser can; the reader has its download in any case. */
export async function storeFile(name: string, bytes: Uint8Array): Promise<void> {
  try {
    await settled((await open()).transaction(FILES, "readwrite").objectStore(FILES).put(bytes, name));
  } catch {}
}
