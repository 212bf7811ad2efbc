"""Tables of a web page, and which elements break its text into paragraphs."""

from __future__ import annotations

import re

from lxml import etree

from analyser.readers.markup import children, local
from analyser.readers.rows import Row

BREAKING = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu",
    "nav", "ol", "optgroup", "option", "p", "pre", "section", "select", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
])  # fmt: skip
UNSEEN = frozenset(("script", "style", "template", "object", "svg", "math", "iframe", "head"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
HIDING = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|"
    r"font-size\s*:\s*0|(?<!-)color\s*:\s*(?:#fff(?:fff)?\b|white\b)(?![^\"]*background)"
)
STRUCK, BOLD = frozenset(("del", "s", "strike")), frozenset(("b", "strong"))


def lays_out(element: etree._Element) -> bool:
    """Tell a table that holds tables or lists: it lays out the page."""
    inner = (one for one in element.iterdescendants() if local(one) in ("table", "ul", "h1", "h2"))
    return next(inner, None) is not None


def rows_of(element: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, in order."""
    found: list[etree._Element] = []
    for child in children(element):
        name = local(child).lower()
        if name == "tr":
            found.append(child)
        elif name in ("thead", "tbody", "tfoot", "form"):
            found += rows_of(child)
    return found


def cells_of(row: etree._Element) -> list[etree._Element]:
    """Return the cells of a row."""
    return [child for child in children(row) if local(child).lower() in ("td", "th")]


def row_of(
    cells: list[tuple[etree._Element, str]], spans: dict[int, tuple[int, str]], where: str
) -> Row:
    """Return a row of `cells` with their words; `spans` carries cells from row to row."""
    texts: list[str] = []
    repeated: set[int] = set()

    def carried() -> None:
        while (left := spans.get(len(texts))) is not None and left[0] > 0:
            spans[len(texts)] = (left[0] - 1, left[1])
            repeated.add(len(texts))
            texts.append(left[1])

    for cell, text in cells:
        carried()
        wide = _span(cell.get("colspan"))
        high = _span(cell.get("rowspan"))
        for offset in range(wide):
            if high > 1:
                spans[len(texts)] = (high - 1, text)
            if offset:
                repeated.add(len(texts))
            texts.append(text)
    carried()
    header = bool(cells) and all(local(cell).lower() == "th" for cell, _ in cells)
    return Row(tuple(texts), frozenset(repeated), where, header=header)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), 100) if value and value.isdigit() and len(value) < 6 else 1
