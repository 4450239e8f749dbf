/** What a reader does on an exported page, in any browser that evaluates functions. */
export interface Evaluates {
  evaluate<Result, Argument>(f: (argument: Argument) => Result, argument: Argument): Promise<Result>;
}

/** A code cell's state, and the texts below it. */
export interface CellView {
  readonly state: string | undefined;
  readonly edited: boolean;
  readonly texts: readonly string[];
  readonly tables: readonly string[];
  /** The numbers of the figures below it, as text. */
  readonly figures: readonly string[];
}

export const press = (page: Evaluates, text: string, cell?: number) =>
  page.evaluate(
    ({ text, cell }) => {
      const place = cell === undefined ? document : document.querySelectorAll("section.code")[cell];
      [...place.querySelectorAll("button")].find((button) => button.textContent === text)!.click();
    },
    { text, cell },
  );

/** Types numbers into the fields of the parameters; names that the page lacks are left out. */
export const setParameters = (page: Evaluates, parameters: Readonly<Record<string, number>>) =>
  page.evaluate((parameters) => {
    for (const field of document.querySelectorAll(".fields label")) {
      const input = field.querySelector("input")!;
      const value = parameters[field.firstElementChild!.textContent!];
      if (value === undefined) continue;
      input.value = String(value);
      input.dispatchEvent(new Event("input"));
    }
  }, parameters);

export const status = (page: Evaluates) =>
  page.evaluate(() => document.querySelector("[role=status]")!.textContent!, undefined);

/** Waits until no cell is running or waiting to run, and no output waits for its figure. */
export async function finished(page: Evaluates, seconds = 240): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  const waits = () =>
    page.evaluate(() => document.querySelector(".output.display:empty") !== null, undefined);
  while (/^Running|^Stopping/.test(await status(page)) || (await waits())) {
    if (Date.now() > end) throw new Error(`still running after ${seconds} s: ${await status(page)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const cells = (page: Evaluates): Promise<CellView[]> =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>("section.code")].map((place) => ({
        state: place.dataset.state,
        edited: place.classList.contains("edited"),
        texts: [...place.querySelectorAll(".output:not(.display)")].map((one) => one.textContent!),
        tables: [...place.querySelectorAll(".output table")].map((one) => one.outerHTML),
        figures: [...place.querySelectorAll(".js-plotly-plot")].map((one) =>
          JSON.stringify(
            (one as unknown as { data: { x?: unknown; y?: unknown }[] }).data.map(({ x, y }) => [x, y]),
          ),
        ),
      })),
    undefined,
  );
