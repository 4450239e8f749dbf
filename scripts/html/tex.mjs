// Draws formulas as SVG: gets [{ tex, display }] as JSON, and prints a list of pictures as JSON.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
const MathJax = await require("mathjax").init({
  loader: { load: ["input/tex", "output/svg"] },
  svg: { fontCache: "local" },
});

/** @type {{ tex: string, display: boolean }[]} */
const formulas = JSON.parse(await text(process.stdin));
const pictures = formulas.map(({ tex, display }) => {
  const drawn = MathJax.startup.adaptor.innerHTML(MathJax.tex2svg(tex, { display }));
  const picture = drawn.replace('role="img"', 'aria-hidden="true"');
  const label = tex.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<span class="${display ? "formula block" : "formula"}" role="img" aria-label="${label}">${picture}</span>`;
});
process.stdout.write(JSON.stringify(pictures));
