// Set before MathJax is there: formulas stand between dollar signs, and nothing of it is loaded from elsewhere.
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
