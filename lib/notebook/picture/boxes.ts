import { createRequire } from "node:module";
import { createCanvas, DOMMatrix, DOMRect, GlobalFonts } from "@napi-rs/canvas";

const require = createRequire(__filename);

/** The fonts of pictures, independent of the machine's own. */
export const FONTS = ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`),
);
export const FAMILY = "DejaVu Sans";

// A name of our own, since under the family's name canvas could use the machine's version.
const MEASURED = "picture";
for (const file of FONTS) GlobalFonts.registerFromPath(file, MEASURED);
const context = createCanvas(1, 1).getContext("2d");

/** How large one line of text is in pixels, and how far its font reaches above and below the baseline. */
function measured(text: string, size: number, isBold: boolean): TextMetrics {
  context.font = `${isBold ? "bold " : ""}${size}px ${MEASURED}`;
  return context.measureText(text);
}

/** The distance between lines of text in units of the font size, as Plotly sets it. */
const LINE = 1.3;

/**
 * Lets SVG elements be measured in a window without layout: each is as large as the texts and rectangles in it.
 */
export function installBoxes(window: { SVGElement: { prototype: object } }): void {
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: SVGElement) {
      return localBox(this) ?? new DOMRect();
    },
    getBoundingClientRect(this: SVGElement) {
      let box = localBox(this);
      for (let element: Element | null = this; element && box; element = element.parentElement)
        box = transformed(box, element);
      return box ?? new DOMRect();
    },
    getComputedTextLength(this: SVGElement) {
      return localBox(this)?.width ?? 0;
    },
  });
}

/** An element's box before its own transformation; undefined if nothing in it has an extent. */
function localBox(element: Element): DOMRect | undefined {
  const tag = element.tagName.toLowerCase();
  if (tag === "text" || tag === "tspan") return textBox(element);
  if (tag === "rect") {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => numberOf(element, name));
    return new DOMRect(x, y, width, height);
  }
  return Array.from(element.children)
    .map((child) => {
      const box = localBox(child);
      return box && transformed(box, child);
    })
    .reduce(union, undefined);
}

function union(a: DOMRect | undefined, b: DOMRect | undefined): DOMRect | undefined {
  return a && b ? around([a.left, a.right, b.left, b.right], [a.top, a.bottom, b.top, b.bottom]) : (a ?? b);
}

/** The rectangle that points reach. */
function around(xs: readonly number[], ys: readonly number[]): DOMRect {
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return new DOMRect(x, y, Math.max(...xs) - x, Math.max(...ys) - y);
}

function textBox(element: Element): DOMRect | undefined {
  const lines = [...element.querySelectorAll("tspan.line")];
  const width = Math.max(...(lines.length > 0 ? lines : [element]).map(lineWidth));
  if (width === 0) return undefined;
  const size = fontSize(element);
  const anchored = { middle: 0.5, end: 1 }[inherited(element, "text-anchor") ?? ""] ?? 0;
  const left = numberOf(element, "x") - anchored * width;
  // Any text that is not empty gives the font's box, which is the same for all.
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = measured("x", size, false);
  const top = numberOf(element, "y") - fontBoundingBoxAscent;
  const height = fontBoundingBoxAscent + fontBoundingBoxDescent + LINE * size * Math.max(0, lines.length - 1);
  return new DOMRect(left, top, width, height);
}

function lineWidth(node: Node): number {
  const { parentElement, nodeType, nodeValue } = node;
  if (nodeType === 3 && parentElement)
    return measured(
      (nodeValue ?? "").replaceAll("\u200b", ""),
      fontSize(parentElement),
      /bold|[6-9]00/.test(inherited(parentElement, "font-weight") ?? ""),
    ).width;
  return Array.from(node.childNodes).reduce((sum, child) => sum + lineWidth(child), 0);
}

function fontSize(element: Element | null): number {
  if (!element) return 12;
  const size = own(element, "font-size");
  if (!size) return fontSize(element.parentElement);
  return size.endsWith("%")
    ? (Number.parseFloat(size) / 100) * fontSize(element.parentElement)
    : Number.parseFloat(size);
}

/** A property, set as style or attribute, of an element or its nearest ancestor that has it. */
function inherited(element: Element, property: string): string | undefined {
  for (let one: Element | null = element; one; one = one.parentElement) {
    const value = own(one, property);
    if (value) return value;
  }
  return undefined;
}

const own = (element: Element, property: string) =>
  (element as SVGElement).style?.getPropertyValue(property) || element.getAttribute(property);

const numberOf = (element: Element, attribute: string) =>
  Number.parseFloat(element.getAttribute(attribute) ?? "0") || 0;

/** The upright box around a box after an element's own transform attribute, with the translations, rotations and scalings that Plotly writes. */
function transformed(box: DOMRect, element: Element): DOMRect {
  const matrix = new DOMMatrix();
  for (const [, kind, list] of (element.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0] = list.split(/[\s,]+/).map(Number);
    if (kind === "translate") matrix.translateSelf(a, b);
    if (kind === "scale") matrix.scaleSelf(a, b || a);
    if (kind === "rotate") matrix.translateSelf(b, c).rotateSelf(a).translateSelf(-b, -c);
  }
  const corners = [box.left, box.right].flatMap((x) =>
    [box.top, box.bottom].map((y) => matrix.transformPoint({ x, y })),
  );
  return around(
    corners.map(({ x }) => x),
    corners.map(({ y }) => y),
  );
}
