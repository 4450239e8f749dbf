import { fromAddress, toAddress } from "./address";

/** A number in a cell of hyperparameters, such as `const epochs = 5000; // of training`. */
const LINE = /^(const|let) (\w+) = (-?[\d_]+(?:\.\d+)?(?:e-?\d+)?);[^\S\n]*(?:\/\/ *(.*))?$/gm;

const parametersOf = (code: string) =>
  [...code.matchAll(LINE)].map(([, , name, digits, comment]) => {
    return { name, value: String(Number(digits.replaceAll("_", ""))), comment };
  });

/** The code with another number for a parameter. */
const withValue = (code: string, name: string, value: string): string =>
  code.replace(LINE, (line, _, found, old) =>
    found === name ? line.replace(`= ${old};`, `= ${value};`) : line,
  );

/** The code with the numbers that the page's address has for its parameters. */
export function withAddressed(code: string): string {
  const values = Object.entries(fromAddress("parameters")).filter(([, value]) => Number.isFinite(value));
  return values.reduce((changed, [name, value]) => withValue(changed, name, String(value)), code);
}

/** Notes in the page's address which parameters are not as `saved` has them. */
export function addressParameters(code: string, saved: string): void {
  const before = new Map(parametersOf(saved).map(({ name, value }) => [name, value]));
  for (const { name, value } of parametersOf(code))
    if (value !== before.get(name) || name in fromAddress("parameters"))
      toAddress("parameters", name, value === before.get(name) ? undefined : Number(value));
}

/** Pixels that a drag takes to multiply or divide a number by e, and the least that counts as a drag. */
const DRAG = 120;

/** Fields for a cell's numbers, which can be typed, or changed by dragging their names; `code` and `change` connect them to the cell. */
export function parameterFields(code: () => string, change: (code: string) => void): HTMLElement {
  const fields = document.createElement("div");
  fields.className = "fields";
  for (const { name, value, comment } of parametersOf(code())) {
    const field = document.createElement("label");
    const label = document.createElement("span");
    const input = document.createElement("input");
    label.textContent = name;
    field.title = comment ? `${comment}; drag the name to change it` : "Drag the name to change it";
    Object.assign(input, { type: "number", step: "any", value });
    input.addEventListener("input", () => {
      if (input.validity.valid && input.value !== "") change(withValue(code(), name, input.value));
    });
    dragged(label, input);
    field.append(label, input);
    fields.append(field);
  }
  return fields;
}

/** Makes a name the handle of its number: dragged to the right the number grows, to the left it shrinks. */
function dragged(handle: HTMLElement, input: HTMLInputElement): void {
  handle.addEventListener("pointerdown", (down) => {
    const start = Number(input.value);
    const whole = Number.isInteger(start);
    handle.setPointerCapture(down.pointerId);
    const move = ({ clientX }: PointerEvent) => {
      const value = start * Math.exp((clientX - down.clientX) / DRAG);
      input.value = String(whole ? Math.max(1, Math.round(value)) : Number(value.toPrecision(2)));
      input.dispatchEvent(new Event("input"));
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
      once: true,
    });
  });
}

/** Shows in the fields what the code says. */
export function updateFields(fields: HTMLElement, code: string): void {
  for (const { name, value } of parametersOf(code)) {
    const field = [...fields.children].find((one) => one.firstElementChild?.textContent === name);
    const input = field?.querySelector("input");
    if (input && input !== document.activeElement) input.value = value;
  }
}
