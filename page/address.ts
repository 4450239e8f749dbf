/** What the page's address keeps after its #, so that a state can be sent to someone: values by names, of handles or parameters. */
type Key = "handles" | "parameters";

const parts = () => new URLSearchParams(location.hash.slice(1));

export function fromAddress(key: Key): Record<string, unknown> {
  try {
    return JSON.parse(parts().get(key) ?? "{}");
  } catch {
    return {};
  }
}

/** Adds a value to the address, or takes it away. */
export function toAddress(key: Key, name: string, value: unknown): void {
  const all = parts();
  // What leads to a section has no value, and no place beside a state.
  for (const [other, text] of [...all]) if (text === "") all.delete(other);
  const values = JSON.stringify({ ...fromAddress(key), [name]: value });
  if (values === "{}") all.delete(key);
  else all.set(key, values);
  history.replaceState(null, "", `#${all}`);
}
