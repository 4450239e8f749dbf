import type { Figure } from "../../figures/figure";
import { plain } from "../../figures/plain";
import { notebookKernel } from "../kernel";
import { show } from "../show";
import { DISPLAY } from "../show-value";
import { figureState } from "./figure-state";
import { type HandleSource, handlesOf, type ValuesOf } from "./handles";
import { NESTED } from "./live-model";

/** Whether `draw` is being called. What it does after an `await` is for the kernel to refuse. */
let drawing = false;

/** A figure with handles, after it was first shown. */
export interface Interaction<Values> {
  /** What the reader has chosen by now. */
  readonly values: Values;
  /** Calls `listener` with each choice whose figure is drawn, from now on; returns what ends that. */
  onChange(listener: (values: Values) => void): () => void;
}

/**
 * Shows the figure that `draw` returns, with handles above it; when the reader moves one, `draw` is called with the new
 * values. `handles` names them, and each is inferred from its value: `[min, max]` or `[min, max, step]` is a slider that
 * starts in the middle, a list of texts a choice, `true` or `false` a box, a number a field; see also `slider`, `click` and
 * `pick`. `draw` may be asynchronous, and may train: a newer choice interrupts it. Where nothing can answer, such as in a
 * saved notebook, the figure at the starting values is shown. Throws an error within `draw`, for a handle that cannot be inferred, and
 * what `draw` throws at the starting values.
 */
export function interact<const Sources extends Readonly<Record<string, HandleSource>>>(
  handles: Sources,
  draw: (values: ValuesOf<Sources>) => Figure | Promise<Figure>,
): Promise<Interaction<ValuesOf<Sources>>> {
  if (drawing) throw new Error(NESTED);
  const begun = begin(handles, draw);
  // A cell may end with it, awaited or not: the figure is all that it shows.
  return Object.assign(begun, { [DISPLAY]: async () => void (await begun) });
}

async function begin<const Sources extends Readonly<Record<string, HandleSource>>>(
  handles: Sources,
  draw: (values: ValuesOf<Sources>) => Figure | Promise<Figure>,
) {
  type Values = ValuesOf<Sources>;
  const described = handlesOf(handles);
  if (typeof draw !== "function") throw new TypeError(`draw: expected a function, got ${typeof draw}`);
  const figureAt = async (values: Values) => {
    drawing = true;
    // An interrupted endless loop would skip a `finally`.
    queueMicrotask(() => {
      drawing = false;
    });
    return draw(values);
  };
  let values = Object.fromEntries(
    Object.entries(described).map(([name, { start }]) => [name, start]),
  ) as Values;
  const listeners = new Set<(values: Values) => void>();
  const figure = checked(await figureAt(values));
  const state = {
    handles: described,
    values,
    answered: { values },
    answers: 0,
    error: "",
    ...figureState(figure),
  };
  const model = notebookKernel()?.openModel?.(state, async (changed) => {
    values = changed.values as Values;
    const next = checked(await figureAt(values));
    for (const listener of listeners) listener(values);
    return figureState(next);
  });
  const meta = { ...(figure.layout.meta as object | undefined), interact: model?.id };
  show(model ? { ...figure, layout: { ...figure.layout, meta } } : figure);
  return {
    get values() {
      return values;
    },
    onChange(listener: (values: Values) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [DISPLAY]: () => undefined,
  };
}

function checked(figure: Figure): Figure {
  const { data, layout } = (figure ?? {}) as Partial<Figure>;
  if (!Array.isArray(data) || typeof layout !== "object")
    throw new TypeError(`draw: expected it to return a figure, { data, layout }, got ${typeof figure}`);
  return plain(figure);
}
