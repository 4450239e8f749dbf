import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { click, interact, pick, slider } from "../../lib";
import type { Figure } from "../../lib/figures/figure";
import { changedParts, figureState } from "../../lib/notebook/interact/figure-state";
import { handlesOf } from "../../lib/notebook/interact/handles";
import { LiveModel } from "../../lib/notebook/interact/live-model";
import type { Answer, MimeBundle, SharedState } from "../../lib/notebook/kernel";
import { showValue } from "../../lib/notebook/show-value";

const figureOf = (y: unknown): Figure => ({ data: [{ y }], layout: {} });

/** What was displayed, and the model that was opened. */
let shown: MimeBundle[];
let opened: { state: SharedState; answer: Answer } | undefined;

beforeEach(() => {
  shown = [];
  opened = undefined;
  Object.assign(globalThis, {
    notebookKernel: {
      display: (bundle: MimeBundle) => shown.push(bundle),
      drawsFigures: true,
      openModel(state: SharedState, answer: Answer) {
        opened = { state, answer };
        return { id: "the model" };
      },
    },
  });
});
afterEach(() => Reflect.deleteProperty(globalThis, "notebookKernel"));

describe("interact", () => {
  it("starts sliders in the middle, choices at the first, and others at what was given", async () => {
    const { values } = await interact(
      {
        beta: [0, 4],
        count: [1, 10, 3],
        scale: slider(1, { min: 0.01, max: 10, log: true }),
        draw: ["samples", "density"],
        mean: true,
        size: 5,
        point: click([1, -1]),
        datum: pick(3, "data"),
      },
      () => figureOf([1]),
    );
    expect(values).toEqual({
      beta: 2,
      count: 7,
      scale: 1,
      draw: "samples",
      mean: true,
      size: 5,
      point: [1, -1],
      datum: 3,
    });
  });

  it("shows its figure alone where a cell ends with it, awaited or not", async () => {
    const begun = interact({ mean: true }, () => figureOf([1]));
    expect([await showValue(begun), await showValue(await begun)]).toEqual([true, true]);
    expect(shown.map((bundle) => bundle["text/plain"])).toEqual(["Plotly figure with 1 trace"]);
    const failing = interact({ mean: true }, () => {
      throw new RangeError("not drawn");
    });
    await expect(showValue(failing)).rejects.toThrow("not drawn");
  });

  it("types the values after their handles", () => {
    const call = () =>
      interact({ beta: [0, 4], draw: ["samples", "density"], mean: true, point: click([1, 1]) }, (values) => {
        expectTypeOf(values).toEqualTypeOf<{
          readonly beta: number;
          readonly draw: "samples" | "density";
          readonly mean: boolean;
          readonly point: readonly [x: number, y: number];
        }>();
        return figureOf([values.beta]);
      });
    expectTypeOf<Awaited<ReturnType<typeof call>>["values"]["draw"]>().toEqualTypeOf<"samples" | "density">();
  });

  it("shows the figure at the starting values, which names the model", async () => {
    await interact({ z: [0, 10] }, ({ z }) => ({ ...figureOf([z]), layout: { meta: { own: 1 } } }));
    expect(shown.map((bundle) => bundle["application/vnd.plotly.v1+json"])).toEqual([
      { data: [{ y: [5] }], layout: { meta: { own: 1, interact: "the model" } } },
    ]);
  });

  it("shows an ordinary figure where there are no models", async () => {
    Reflect.deleteProperty((globalThis as { notebookKernel?: object }).notebookKernel!, "openModel");
    await interact({ z: [0, 10] }, ({ z }) => figureOf([z]));
    expect(shown.map((bundle) => bundle["application/vnd.plotly.v1+json"])).toEqual([figureOf([5])]);
  });

  it("answers with the figure at the new values, and tells them to listeners", async () => {
    const heard: number[] = [];
    const chosen = await interact({ z: [0, 10] }, async ({ z }) => figureOf([z]));
    const end = chosen.onChange(({ z }) => heard.push(z));
    expect(await opened!.answer({ values: { z: 3 } })).toMatchObject({ trace0: { y: [3] } });
    expect(chosen.values).toEqual({ z: 3 });
    end();
    await opened!.answer({ values: { z: 4 } });
    expect(heard).toEqual([3]);
  });

  it.each<[string, Parameters<typeof handlesOf>[0], string]>([
    ["none", {}, "handles: expected at least one, got none"],
    ["an empty list", { a: [] as never }, "a: expected [min, max], [min, max, step], a list of texts"],
    ["a mixed list", { a: ["x", 1] as never }, 'got ["x",1]'],
    ["an empty range", { a: [2, 2] }, "a: expected min < max, got [2, 2]"],
    ["a step of zero", { a: [0, 1, 0] }, "a: step: expected a finite number > 0, got 0"],
    ["not a number", { a: Number.NaN }, "a: expected finite numbers, got NaN"],
  ])("refuses %s as a handle", (_, handles, message) => {
    expect(() => handlesOf(handles)).toThrow(message);
  });

  it("refuses a slider's start outside its range, logarithms of zero, and what is no point", () => {
    expect(() => slider(5, { min: 0, max: 4 })).toThrow("slider: expected a start from 0 to 4, got 5");
    expect(() => slider(1, { min: 0, max: 4, log: true })).toThrow("slider, logarithmic: min");
    expect(() => click([1] as never)).toThrow("click: expected [x, y], got [1]");
  });

  it("refuses to be called by draw, whose next call is free again", async () => {
    const inner = () => interact({ a: true }, () => figureOf([1]));
    const nested = interact({ z: [0, 1] }, () => {
      inner();
      return figureOf([1]);
    });
    await expect(nested).rejects.toThrow("interact: draw cannot show handles of its own");
    expect((await inner()).values).toEqual({ a: true });
  });

  it("refuses what draw returns if it is no figure", async () => {
    await expect(interact({ z: [0, 1] }, () => undefined as never)).rejects.toThrow(
      "draw: expected it to return a figure, { data, layout }, got undefined",
    );
  });
});

describe("the state of a figure", () => {
  const bytesOf = (values: Float32Array | Float64Array) => new Uint8Array(values.buffer);

  it("has long lists of numbers as bytes beside their traces", () => {
    const many = Array.from({ length: 60 }, (_, i) => i / 3);
    const table = [many, many];
    const packed = { dtype: "f4", bdata: Buffer.from(Float32Array.from(many).buffer).toString("base64") };
    const state = figureState({
      data: [
        { x: many, y: [1, 2], name: "a", text: ["p", "q"] },
        { z: table, marker: { color: packed }, x: [1, null], y: table[0].slice(0, 2) },
      ],
      layout: { width: 3 },
    });
    expect(state).toEqual({
      layout: { width: 3 },
      traces: 2,
      trace0: {
        x: { dtype: "f8", bytes: "trace0.x" },
        y: [1, 2],
        name: "a",
        text: ["p", "q"],
      },
      "trace0.x": bytesOf(Float64Array.from(many)),
      trace1: {
        z: { dtype: "f8", bytes: "trace1.z", shape: "2,60" },
        marker: { color: { dtype: "f4", bytes: "trace1.marker.color" } },
        x: [1, null],
        y: [0, 1 / 3],
      },
      "trace1.z": bytesOf(Float64Array.from(table.flat())),
      "trace1.marker.color": bytesOf(Float32Array.from(many)),
    });
  });

  it("changes only where the content does", () => {
    const state = (last: number) => {
      const column = (value: number) => Array.from({ length: 60 }, (_, i) => i + value);
      return figureState({ data: [{ x: column(0), y: column(last) }], layout: {} });
    };
    expect(changedParts(state(4), state(4))).toEqual({});
    expect(Object.keys(changedParts(state(4), state(5)))).toEqual(["trace0.y"]);
  });
});

describe("a live model", () => {
  /** A model whose answers end when the test says so. */
  function modelWith() {
    const sent: SharedState[] = [];
    const answers: { changed: SharedState; end: (state: SharedState) => void }[] = [];
    let interrupts = 0;
    let turn: Promise<unknown> = Promise.resolve();
    const answer: Answer = (changed) => new Promise((end) => answers.push({ changed, end }));
    const model = new LiveModel({ answers: 0, part: 0 }, answer, {
      send: (parts) => sent.push(parts),
      run(work) {
        const ended = turn.then(work).then(
          () => undefined,
          (error: Error) => error.message,
        );
        turn = ended;
        return { ended, interrupt: () => interrupts++ };
      },
    });
    return { model, sent, answers, interrupts: () => interrupts };
  }
  const settled = () => new Promise((done) => setTimeout(done));

  it("interrupts an answer once for all that is newer, drops it, and answers the newest", async () => {
    const { model, sent, answers, interrupts } = modelWith();
    model.receive({ values: 1 });
    await settled();
    for (const values of [2, 3, 4]) model.receive({ values });
    await settled();
    expect([answers.length, interrupts()]).toEqual([1, 1]);
    answers[0].end({ part: 1 });
    await settled();
    expect(answers.map(({ changed }) => changed)).toEqual([{ values: 1 }, { values: 4 }]);
    answers[1].end({ part: 4 });
    await settled();
    expect(sent).toEqual([{ part: 4, error: "", answered: { values: 4 }, answers: 1 }]);
    expect(model.whole).toMatchObject({ part: 4, values: 4 });
  });
});
