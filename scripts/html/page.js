// Has to be set before MathJax loads. Formulas stand between dollar signs; the menu would load files from elsewhere.
Object.assign(window, {
  MathJax: {
    tex: { inlineMath: [["$", "$"]], displayMath: [["$$", "$$"]] },
    options: { enableMenu: false, skipHtmlTags: ["script", "noscript", "style", "pre", "code"] },
  },
});

addEventListener("DOMContentLoaded", () => {
  const { Plotly } = /** @type {any} */ (window);
  for (const source of document.querySelectorAll("script.figure")) {
    const { data, layout, frames } = JSON.parse(source.textContent ?? "");
    const place = document.createElement("div");
    source.after(place);
    Plotly.newPlot(place, { data, layout, frames, config: { displaylogo: false } });
  }
});
