import { expect, it } from "vitest";
import * as vb from "../../lib";
import { readApi } from "../../scripts/html/api/api";

const api = readApi();
const entryOf = (name: string) => api.find((one) => one.name === name)!;
const membersOf = (name: string) =>
  Object.fromEntries(entryOf(name).members.map(({ signature, doc }) => [signature, doc]));

it("has an entry for all that a notebook can call, under the same name", () => {
  const called = Object.keys(vb).flatMap((name) =>
    name === "figures" ? Object.keys(vb.figures).map((one) => `figures.${one}`) : [name],
  );
  const described = api.filter(({ isExported, kind }) => isExported && kind !== "type");
  expect(described.map(({ name }) => name).sort()).toEqual(called.sort());
  for (const { name, kind, signature } of described)
    expect(signature).toMatch(kind === "class" ? /^class / : new RegExp(`^${name.split(".").at(-1)}[(<]`));
});

it("has a docstring for each export", () => {
  expect(api.filter(({ isExported, doc }) => isExported && doc === "").map(({ name }) => name)).toEqual([]);
});

it("names each entry once, and only types that have one", () => {
  const names = new Set(api.map(({ name }) => name));
  expect(names.size).toBe(api.length);
  expect(api.flatMap(({ types }) => Object.values(types)).filter((name) => !names.has(name))).toEqual([]);
});

it("shows signatures as they are written, without bodies, and docstrings without stars", () => {
  const { signature, doc, types } = entryOf("elbo");
  expect(signature).toBe("elbo(model: VariationalAutoencoder, x: Points, options: ElboOptions): Elbo");
  expect(doc).toMatch(
    /^ELBO = E_q\[log p\(x\|z\)\] − β KL.* Throws a RangeError for bad points or options\.$/,
  );
  expect(types.ElboOptions).toBe("objectives/elbo.ElboOptions");
  expect(membersOf("objectives/elbo.ElboOptions")["klWeight?: number"]).toMatch(/^β, the weight/);
  expect(entryOf("decodedMixture").signature.split("\n")).toHaveLength(2);
  // An arrow function, and another name than in its file.
  expect(entryOf("figures.curves").signature).toMatch(/^curves\(\n(.*\n)+\): Figure$/);
  expect(entryOf("figures.sweep").signature).toMatch(/^sweep\(\{ axes, runs \}: DrawnSweep, /);
  expect(entryOf("fit").doc.split("\n\n").length).toBeGreaterThan(3);
});

it("shows a class's public members, also those that an interface describes", () => {
  const normal = membersOf("Normal");
  expect(normal["icdf(p: NDArrayLike): NDArray"]).toContain("0 < p < 1");
  expect(normal["sample(count: number, options: SampleOptions): NDArray"]).toMatch(/^`count` draws/);
  expect(normal).toHaveProperty("new Normal(loc: NDArrayLike, scale: NDArrayLike)");
  expect(membersOf("NDArray")["mean(): number\nmean(axis: number): NDArray"]).toMatch(/^Mean over one axis/);
  const all = api.flatMap(({ members }) => members.map(({ signature }) => signature));
  expect(all.filter((one) => /^(private|protected|\[)|\bthis\.|\breturn\b/.test(one))).toEqual([]);
});

it("spells out the names that a table's keys or a list's items are", () => {
  expect(entryOf("Activation").signature).toBe('type Activation = "relu" | "tanh" | "softplus" | "sigmoid"');
  expect(entryOf("training/settings.EngineName").signature).toContain('"fused" | "tensorflow"');
  expect(membersOf("FaceFactor")["expression: 0"]).toBe("From −1, a frown, to 1, a smile.");
  // A type that an import names is the library's, not TypeScript's of the same name.
  expect(entryOf("Points").types).not.toHaveProperty("Pick");
  expect(entryOf("pick").types.Pick).toBe("notebook/interact/handles.Pick");
});
