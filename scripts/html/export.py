"""Makes an HTML page of each notebook with its saved outputs, and an index; html.mjs passes the paths."""

import html
import json
import pathlib
import re
import shutil
import sys

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html
from pygments.formatters import HtmlFormatter

PLOTLY = "application/vnd.plotly.v1+json"
here = pathlib.Path(__file__).parent


def with_live_figures(notebook):
    """Replaces each Plotly output with HTML for page.js, and its static picture for readers without scripts."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            figure = output.get("data", {}).get(PLOTLY)
            if figure is None:
                continue
            # "</script>" inside a string would end the element.
            text = json.dumps(figure, ensure_ascii=False).replace("</", "<\\/")
            picture = output.data.get("image/png", "").replace("\n", "")
            fallback = f'<noscript><img alt="figure" src="data:image/png;base64,{picture}"></noscript>' if picture else ""
            output.data = {"text/html": f'<script type="application/json" class="figure">{text}</script>{fallback}'}
    return notebook


def without_folded_cells(notebook):
    """Leaves out the cells that JupyterLab shows folded, such as the check of the kernel, which a page cannot run."""
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("jupyter", {}).get("source_hidden")]
    return notebook


def title_and_summary(notebook):
    """The first heading, and the first paragraph below it."""
    heading, _, rest = notebook.cells[0].source.partition("\n")
    return heading.lstrip("# ").strip(), rest.strip().split("\n\n")[0]


def page(title, body):
    return (here / "page.html").read_text().format(title=html.escape(title), body=body)


def main(notebooks, target, *scripts):
    paths = sorted(pathlib.Path(notebooks).glob("*.ipynb"))
    aside = target.with_name(f"{target.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for script, name in zip(scripts, ["plotly.js", "mathjax.js"]):
        shutil.copyfile(script, aside / name)
    shutil.copyfile(here / "page.js", aside / "page.js")
    highlighting = HtmlFormatter(style="friendly").get_style_defs(".highlight")
    (aside / "style.css").write_text((here / "style.css").read_text() + highlighting)
    exporter = HTMLExporter(template_name="basic")
    entries = []
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        title, summary = title_and_summary(notebook)
        body, _ = exporter.from_notebook_node(with_live_figures(without_folded_cells(notebook)))
        # The anchors beside headings are noise on these pages.
        body = re.sub(r'<a class="anchor-link".*?</a>', "", body)
        body = re.sub(r'href="([\w-]+)\.ipynb', r'href="\1.html', body)
        home = '<nav><a href="index.html">All notebooks</a></nav>'
        (aside / f"{path.stem}.html").write_text(page(title, home + body))
        entries.append(f'<h2><a href="{path.stem}.html">{html.escape(title)}</a></h2>{markdown2html(summary)}')
    heading = "Auto-Encoding Variational Bayes"
    (aside / "index.html").write_text(page(heading, f"<h1>{heading}</h1>" + "".join(entries)))
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)
    print(f"{len(paths)} notebooks in {target.name}/index.html")


main(sys.argv[1], pathlib.Path(sys.argv[2]), *sys.argv[3:])
