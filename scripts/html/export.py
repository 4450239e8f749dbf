"""Makes an HTML page of each notebook with its saved outputs, and an index; html.mjs passes the paths."""

import base64
import html
import json
import pathlib
import re
import subprocess
import sys

import nbformat
from nbconvert.filters import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TypeScriptLexer

PLOTLY = "application/vnd.plotly.v1+json"
here = pathlib.Path(__file__).parent
lexer = TypeScriptLexer()
formatter = HtmlFormatter(style="friendly", nowrap=True)


class Renderer(IPythonRenderer):
    """Marks formulas, which all become pictures at once, and links pages as the notebooks link each other."""

    def inline_math(self, body):
        return f"<tex>{html.escape(body)}</tex>"

    def block_math(self, body):
        return f"<tex-block>{html.escape(body)}</tex-block>"


def rendered(markdown):
    text = MarkdownWithMath(renderer=Renderer(escape=False)).render(markdown)
    # The anchors beside headings are noise on these pages.
    text = re.sub(r'<a class="anchor-link".*?</a>', "", text)
    # Inside HTML, such as a summary, formulas are left as they are.
    parts = re.split(r"(<(code|pre)\b.*?</\2>|<[^>]*>)", text, flags=re.S)[::3]
    for part in set(parts):
        if "$" in part:
            text = text.replace(part, re.sub(r"\$([^$]+)\$", r"<tex>\1</tex>", part))
    return re.sub(r'href="([\w-]+)\.ipynb', r'href="\1.html', text)


def with_formulas(pages, node):
    """Replaces the formulas of all pages by pictures, which one run of tex.mjs draws."""
    pattern = re.compile(r"<tex(-block)?>(.*?)</tex\1>".replace(r"\1", "(?:-block)?"), re.S)
    found = [
        {"display": bool(block), "tex": html.unescape(tex)}
        for body in pages.values()
        for block, tex in pattern.findall(body)
    ]
    command = [node, str(here / "tex.mjs")]
    drawn = subprocess.run(command, input=json.dumps(found), capture_output=True, text=True, check=True)
    pictures = iter(json.loads(drawn.stdout))
    return {name: pattern.sub(lambda _: next(pictures), body) for name, body in pages.items()}


def output_html(output):
    """The best representation of an output; a figure as JSON for the page, and its picture for readers without scripts."""
    if output.output_type == "stream":
        return f'<div class="output text">{html.escape(output.text)}</div>'
    if output.output_type == "error":
        return f'<div class="output error">{ansi2html(chr(10).join(output.traceback))}</div>'
    data = output.data
    if PLOTLY in data:
        # "</script>" inside a string would end the element.
        text = json.dumps(data[PLOTLY], ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        picture = data.get("image/png", "").replace("\n", "")
        fallback = f'<noscript><img alt="figure" src="data:image/png;base64,{picture}"></noscript>' if picture else ""
        return f'<div class="output display"><script type="application/json" class="figure">{text}</script>{fallback}</div>'
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return f'<div class="output display">{data[kind]}</div>'
    return f'<div class="output text">{html.escape(data.get("text/plain", ""))}</div>'


def cell_html(cell):
    if cell.cell_type == "markdown":
        return f'<section class="text">{rendered(cell.source)}</section>'
    code = highlight(cell.source, lexer, formatter)
    outputs = "".join(map(output_html, cell.outputs))
    tags = " ".join(cell.metadata.get("tags", []))
    return (
        f'<section class="code" data-tags="{tags}"><pre class="source">{code}</pre>'
        f'<div class="outputs">{outputs}</div></section>'
    )


def title_and_summary(notebook):
    """The first heading, and the first paragraph below it."""
    heading, _, rest = notebook.cells[0].source.partition("\n")
    return heading.lstrip("# ").strip(), rest.strip().split("\n\n")[0]


def main(notebooks, target, node):
    target = pathlib.Path(target)
    bodies, titles, entries = {}, {}, []
    for path in sorted(pathlib.Path(notebooks).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        titles[path.stem], summary = title_and_summary(notebook)
        bodies[path.stem] = "".join(map(cell_html, notebook.cells))
        title = html.escape(titles[path.stem])
        entries.append(f'<h2><a href="{path.stem}.html">{title}</a></h2>{rendered(summary)}')
    titles["index"] = "Auto-Encoding Variational Bayes"
    bodies["index"] = f'<h1>{titles["index"]}</h1>{"".join(entries)}'
    template = (here / "page.html").read_text()
    for name, body in with_formulas(bodies, node).items():
        nav = '<nav><a href="index.html">All notebooks</a></nav>' if name != "index" else ""
        page = template.replace("{title}", html.escape(titles[name])).replace("{body}", nav + body)
        (target / f"{name}.html").write_text(page)
    (target / "style.css").write_text((here / "style.css").read_text() + HtmlFormatter(style="friendly").get_style_defs(".source"))


main(*sys.argv[1:])
