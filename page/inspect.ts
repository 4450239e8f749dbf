/** Values as console.log shows them: texts as they are, other things nearly as Node.js writes them. */
export const printed = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" ");

const MOST_ENTRIES = 100;
const DEPTH = 3;
const CUSTOM = Symbol.for("nodejs.util.inspect.custom");

export function inspect(value: unknown, depth = 0): string {
  if (typeof value === "string") return depth === 0 ? value : `'${value}'`;
  if (typeof value === "function") return `[Function: ${value.name || "(anonymous)"}]`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== "object" || value === null) return String(value);
  const { [CUSTOM]: custom } = value as { [CUSTOM]?: unknown };
  if (typeof custom === "function") return String(custom.call(value, DEPTH - depth, { depth: DEPTH }));
  const list = Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
  const name = value.constructor?.name ?? "Object";
  if (depth >= DEPTH) return `[${name}]`;
  const entries = Object.entries(value).slice(0, MOST_ENTRIES);
  const texts = entries.map(([key, one]) => (list ? "" : `${key}: `) + inspect(one, depth + 1));
  const more = Object.keys(value).length - entries.length;
  if (more > 0) texts.push(`… ${more} more`);
  const prefix = name === "Array" || name === "Object" ? "" : `${name} `;
  return list ? `${prefix}[ ${texts.join(", ")} ]` : `${prefix}{ ${texts.join(", ")} }`;
}
