import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { figures, show, showProgress } from "../../lib";
import type { MimeBundle, NotebookKernel } from "../../lib/notebook/kernel";

const sent: { bundle: MimeBundle; options?: { id?: string; update?: boolean } }[] = [];
const scope = globalThis as { notebookKernel?: NotebookKernel };
const figure = figures.lossCurve({ run: [2, 1] }, { loss: "nats" });

beforeEach(() => {
  sent.length = 0;
  scope.notebookKernel = {
    display: (bundle, options) => sent.push({ bundle, options }),
    interrupt: new AbortController().signal,
  };
});
afterEach(() => {
  scope.notebookKernel = undefined;
});

describe("show", () => {
  it("sends the figure as Plotly's MIME type with a text beside it", () => {
    show(figure);
    expect(sent).toHaveLength(1);
    expect(sent[0].bundle["application/vnd.plotly.v1+json"]).toBe(figure);
    expect(sent[0].bundle["text/plain"]).toBe("Plotly figure with 1 traces");
  });

  it("does nothing outside a notebook", () => {
    scope.notebookKernel = undefined;
    expect(() => show(figure)).not.toThrow();
  });
});

describe("showProgress", () => {
  it("updates one display, at most four times a second, and always shows the end", () => {
    const report = showProgress("training");
    for (let epoch = 1; epoch <= 100; epoch++)
      report({ epoch, epochs: 100, loss: 1 / epoch, seconds: epoch / 10 });
    expect(sent.map(({ options }) => options?.update)).toEqual([false, true]);
    expect(new Set(sent.map(({ options }) => options?.id)).size).toBe(1);
    expect(sent.at(-1)?.bundle["text/plain"]).toBe("training: epoch 100 of 100, loss 0.0100, 10.0 s");
  });
});
