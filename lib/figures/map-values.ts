/** The same names, with other values. */
export const mapValues = <Value, Other>(
  named: Readonly<Record<string, Value>>,
  of: (value: Value, name: string) => Other,
): Record<string, Other> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, of(value, name)]));
