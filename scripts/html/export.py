"""Makes an HTML page of each notebook with its saved outputs, and an index; html.mjs passes the paths."""

import base64
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys

import nbformat
from nbconvert.filters import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight

from reference import formatter, lexer, links, read_api, reference, with_names

PLOTLY = "application/vnd.plotly.v1+json"
TITLE = "Auto-Encoding Variational Bayes"
SEE = '<p>The <a href="reference.html">reference</a> describes each function that cells call.</p>'
here = pathlib.Path(__file__).parent
# What Jupyter calls things, and what a page does.
WORDS = {
    "Kernel → Interrupt": "“Stop”",
    "Shift+Enter runs a cell": "Shift+Enter, or its button “Run”, runs a cell",
    "edit a file in `lib/`, then": "in Jupyter, edit a file in `lib/`, then",
}


class Renderer(IPythonRenderer):
    """Marks formulas, which all become pictures at once, and links pages as the notebooks link each other."""

    def inline_math(self, body):
        return f"<tex>{html.escape(body)}</tex>"

    def block_math(self, body):
        return f"<tex-block>{html.escape(body)}</tex-block>"


def rendered(markdown):
    for word, own in WORDS.items():
        markdown = markdown.replace(word, own)
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


def figure_html(data, saved):
    """A figure: its picture, which needs no script; its JSON goes into a script that the page loads for its reader."""
    figure = data[PLOTLY]
    layout = figure["layout"]
    says = html.escape(re.sub("<[^>]*>", " ", layout.get("title", {}).get("text", "") or "figure"), quote=True)
    picture = ""
    if "image/png" in data:
        size = f'width="{layout["width"]}" height="{layout["height"]}"' if "width" in layout else ""
        picture = f'<img class="figure" loading="lazy" alt="{says}" src="{{figures}}-{len(saved["pictures"])}.png" {size}>'
        saved["pictures"].append(base64.b64decode(data["image/png"]))
    saved["figures"].append(json.dumps(figure, ensure_ascii=False, separators=(",", ":")))
    return f'<div class="output display" data-figure="{len(saved["figures"]) - 1}">{picture}</div>'


def output_html(output, saved):
    """The best representation of an output."""
    if output.output_type == "stream":
        return f'<div class="output text">{html.escape(output.text)}</div>'
    if output.output_type == "error":
        return f'<div class="output error">{ansi2html(chr(10).join(output.traceback))}</div>'
    data = output.data
    if PLOTLY in data:
        return figure_html(data, saved)
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return f'<div class="output display">{data[kind]}</div>'
    return f'<div class="output text">{html.escape(data.get("text/plain", ""))}</div>'


def cell_html(cell, saved, exported):
    if cell.cell_type == "markdown":
        return f'<section class="text">{rendered(cell.source)}</section>'
    code = with_names(highlight(cell.source, lexer, formatter), exported)
    # Tokens to which style.css gives no colour need no element.
    code = re.sub(r'<span class="(w|p|nx|kt)">(.*?)</span>', r"\2", code, flags=re.S)
    outputs = "".join(output_html(output, saved) for output in cell.outputs)
    tags = " ".join(cell.metadata.get("tags", []))
    return (
        f'<section class="code" data-tags="{tags}"><pre class="source">{code}</pre>'
        f'{links(cell.source, exported)}<div class="outputs">{outputs}</div></section>'
    )


def title_and_summary(notebook):
    """The first heading, and the first paragraph below it."""
    heading, _, rest = notebook.cells[0].source.partition("\n")
    return heading.lstrip("# ").strip(), rest.strip().split("\n\n")[0]


def contents(body):
    """Links to the sections of a page."""
    sections = re.findall(r'<h2 id="([^"]*)">(.*?)</h2>', body)
    links = "".join(f'<li><a href="#{place}">{heading}</a></li>' for place, heading in sections)
    return f'<details class="contents"><summary>Contents</summary><ol>{links}</ol></details>' if links else ""


def questions(start):
    """What each notebook asks, by its name, from the map in the first one."""
    source = "\n".join(cell.source for cell in start.cells if cell.cell_type == "markdown")
    found = re.findall(r"^(?:\| *|\* )\[[^]]*\]\(([\w-]+)\.ipynb\)(?: *\||:) *([^|\n]+?)(?: *\||$)", source, re.M)
    return {name: text[0].upper() + text[1:] for name, text in found}


def turn(link, name, titles, asked):
    """A link to the page before or after."""
    if name is None:
        return "<span></span>"
    word = {"prev": "Before", "next": "Next"}[link]
    return f'<a rel="{link}" href="{name}.html"><small>{word}</small><b>{html.escape(titles[name])}</b> {rendered(asked.get(name, ""))}</a>'


def entry(name, title, asked, summary):
    """A notebook in the index, with its first picture."""
    about = rendered(asked or summary)
    picture = f'<img loading="lazy" alt="" src="figures/{name}-0.png">'
    return f'<li><a href="{name}.html">{picture}<b>{html.escape(title)}</b></a>{about}</li>'


def main(notebooks, target, node, base):
    target = pathlib.Path(target)
    (target / "figures").mkdir()
    read = {path.stem: nbformat.read(path, as_version=4) for path in sorted(pathlib.Path(notebooks).glob("*.ipynb"))}
    names, asked = list(read), questions(next(iter(read.values())))
    titles, summaries = ({name: title_and_summary(one)[k] for name, one in read.items()} for k in (0, 1))
    api = read_api(node)
    exported = {one["name"] for one in api if one["isExported"]}
    bodies, first = {}, ""
    for name, notebook in read.items():
        saved = {"pictures": [], "figures": []}
        cells = [cell_html(cell, saved, exported).replace("{figures}", f"figures/{name}") for cell in notebook.cells]
        first = first or next((re.search(r"<div[^>]*><img.*?</div>", one, re.S).group() for one in cells if "<img" in one), "")
        bodies[name] = "".join(cells)
        for k, picture in enumerate(saved["pictures"]):
            (target / "figures" / f"{name}-{k}.png").write_bytes(picture)
        (target / "figures" / f"{name}.js").write_text(f"savedFigures = [{','.join(saved['figures'])}];\n")
    for before, name, after in zip([None, *names], names, [*names[1:], None]):
        ends = turn("prev", before, titles, asked) + turn("next", after, titles, asked)
        bodies[name] = f'{contents(bodies[name])}<article>{bodies[name]}<nav class="turn">{ends}</nav></article>'
    code = {name: "\n".join(cell.source for cell in one.cells if cell.cell_type == "code") for name, one in read.items()}
    titles["reference"], summaries["reference"] = "Reference", "What notebooks can use of the library."
    bodies["reference"] = reference(api, code, titles)
    entries = "".join(entry(name, titles[name], asked.get(name), summaries[name]) for name in names)
    titles["index"], summaries["index"] = TITLE, summaries[names[0]]
    bodies["index"] = f'<article><h1>{TITLE}</h1>{rendered(summaries["index"])}{first}<ol class="map">{entries}</ol>{SEE}</article>'
    template = (here / "page.html").read_text()
    for name, body in with_formulas(bodies, node).items():
        figures = f'figures/{name if name in read else names[0]}'
        about = re.sub(r"\s+", " ", re.sub(r"[*$`]|\]\([^)]*\)|\[", "", summaries[name]))
        page = template
        for key, value in {"title": titles[name], "about": about, "base": base, "figures": figures, "site": TITLE, "kind": "notebook" if name in read else "other"}.items():
            page = page.replace(f"{{{key}}}", html.escape(value, quote=True))
        (target / f"{name}.html").write_text(page.replace("{body}", body))
    shutil.copy(here / "style.css", target)


main(*sys.argv[1:])
