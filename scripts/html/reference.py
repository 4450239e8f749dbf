"""Makes the page that describes what notebooks can use of the library, from its source."""

import collections
import html
import json
import pathlib
import re
import subprocess

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import TypeScriptLexer

here = pathlib.Path(__file__).parent
lexer = TypeScriptLexer()
formatter = HtmlFormatter(nowrap=True)
# As Pygments writes vb.name, vb.figures.name and the type vb.Name.
NAME = re.compile(
    r'<span class="nx">vb</span><span class="p">\.</span>(?:<span class="nx">figures</span><span class="p">\.</span>)?'
    r'<span class="\w+">\w+</span>|<span class="kt">vb\.[\w.]+</span>'
)
HINT = "Ctrl- or ⌘-click: reference"
INTRODUCTION = """<p>What cells call as <code>vb</code>, as the library's source describes it: “paper” is Kingma and Welling's, “post” is
the post that the notebooks retell, brackets are shapes, and probabilities are in nats. Each part builds on those above it.
The numbers below an entry lead to the notebooks that use it.</p>"""


def read_api(node):
    """The entries of api/api.ts."""
    command = [node, "--import", "tsx", str(here / "api" / "print.ts")]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def names_in(code):
    """The exported names that code uses, such as fit and figures.figure, in their order."""
    return dict.fromkeys(re.findall(r"\bvb\.((?:figures\.)?\w+)", code))


def with_names(highlighted, exported):
    """Marks the library's names in a cell's code, for page/reference.ts."""

    def marked(match):
        name = re.sub("<[^>]*>", "", match[0]).removeprefix("vb.")
        return f'<span data-name="{name}" title="{HINT}">{match[0]}</span>' if name in exported else match[0]

    return NAME.sub(marked, highlighted)


def links(code, exported):
    """Links to what a cell uses, in a tab of their own, as this one may have computed something."""
    found = [name for name in names_in(code) if name in exported]
    one = '<a href="reference.html#{0}" target="_blank">{0}</a>'
    return f'<p class="names">Reference: {", ".join(one.format(name) for name in found)}</p>' if found else ""


def code_html(text, types):
    """A signature, whose types lead to their entries."""

    def linked(match):
        kind, word = match.groups()
        if word in types:
            return f'<a href="#{types[word]}">{word}</a>'
        # What has no colour needs no element.
        return word if kind in ("nx", "o", "p", "w") else match[0]

    return re.sub(r'<span class="(\w+)">([^<]*)</span>', linked, highlight(text, lexer, formatter)).rstrip()


def doc_html(doc, name, exported):
    """A docstring: code in backticks, which leads to the entry of that name unless it is this one."""

    def code(match):
        target = next((one for one in (match[1], f"figures.{match[1]}") if one in exported), name)
        text = f"<code>{match[1]}</code>"
        return text if target == name else f'<a href="#{target}">{text}</a>'

    escaped = html.escape(doc, quote=False)
    return "".join(f"<p>{re.sub('`([^`]+)`', code, part)}</p>" for part in escaped.split("\n\n") if part)


def entry_html(entry, used, exported):
    name = entry["name"]
    types = {word: target for word, target in entry["types"].items() if target != name}
    title = f"vb.{name}" if entry["isExported"] else name.split(".")[-1]
    members = "".join(
        f'<dt class="source">{code_html(one["signature"], types)}</dt><dd>{doc_html(one["doc"], name, exported)}</dd>'
        for one in entry["members"]
    )
    pages = ", ".join(f'<a href="{page}.html" title="{html.escape(heading)}">{page[:2]}</a>' for page, heading in used)
    return (
        f'<section class="entry"><h3 id="{name}">{title}</h3>'
        f'<pre class="source">{code_html(entry["signature"], types)}</pre>{doc_html(entry["doc"], name, exported)}'
        + (f"<dl>{members}</dl>" if members else "")
        + f'<p class="names">lib/{entry["file"]}{" · used in " + pages if pages else ""}</p></section>'
    )


def folders():
    """What is in each folder of the library, from the table in its README."""
    table = re.findall(r"^\| `lib/(\w+)` *\| (.*?) *\|$", (here / "../../lib/README.md").read_text(), re.M)
    return {"": "Numbers with shapes, and random streams", **dict(table)}


def reference(api, notebooks, titles):
    """The body of the page; `notebooks` are the cells' code by page, and `titles` the pages' titles."""
    exported = {entry["name"] for entry in api if entry["isExported"]}
    used = collections.defaultdict(list)
    for page, code in notebooks.items():
        for name in names_in(code):
            used[name].append((page, titles[page]))
    sections, contents = "", ""
    for folder, about in folders().items():
        entries = [one for one in api if (one["file"].partition("/")[0] if "/" in one["file"] else "") == folder]
        called = [one["name"] for one in entries if one["isExported"] and one["kind"] != "type"]
        if not entries:
            continue
        place, title = f"lib/{folder}", folder.capitalize() or "Arrays"
        listed = "".join(f'<li><a href="#{name}">{name.split(".")[-1]}</a></li>' for name in called)
        contents += f'<li><a href="#{place}">{title}</a><ul>{listed}</ul></li>'
        sections += f'<h2 id="{place}">{title}</h2>{doc_html(f"{about[0].upper()}{about[1:]}.", "", exported)}'
        sections += "".join(entry_html(one, used[one["name"]], exported) for one in entries)
    # Long contents that a phone would have to fold would move the page.
    return (
        f'<details class="contents"><summary>Contents</summary><ol>{contents}</ol></details>'
        f"<article><h1>Reference</h1>{INTRODUCTION}{sections}</article>"
    )
