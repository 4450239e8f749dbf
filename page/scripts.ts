const loaded = new Map<string, Promise<void>>();

/** Loads a script beside the page, if it has not been loaded; a page that is opened from the disk cannot import one. */
export function loadScript(name: string): Promise<void> {
  const known = loaded.get(name);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = name;
    script.onload = () => resolve();
    script.onerror = () => {
      loaded.delete(name);
      reject(new Error(`${name}: expected a script beside the page, which could not be loaded`));
    };
    document.head.append(script);
  });
  loaded.set(name, loading);
  return loading;
}
