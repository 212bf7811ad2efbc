"""Words that OpenDocument keeps beside its text: in attributes, and in elements of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.markup import local
from analyser.readers.odf_line import parent_of
from analyser.readers.package_asides import Aside, aside_blocks, wordy

SHAPE: Aside = (("name",), Layer.ALT_TEXT, "Name of a picture or shape")
MARK: Aside = (("name",), Layer.METADATA, "Name of a bookmark")
LABEL: Aside = (("num-prefix", "num-suffix"), Layer.METADATA, "Label of a list")
VARIABLE: Aside = (("name",), Layer.METADATA, "Name of a variable")

ATTRIBUTES: dict[str, Aside] = {
    "conditional-text": (("string-value-if-true", "string-value-if-false"), Layer.HIDDEN,
                         "Conditional text"),
    "variable-decl": VARIABLE, "user-field-decl": VARIABLE,
    "variable-set": (("string-value",), Layer.HIDDEN, "Value of a variable"),
    "section": (("name",), Layer.METADATA, "Name of a section"),
    "section-source": (("href",), Layer.LINK, "Link of a section"),
    "table-source": (("href",), Layer.LINK, "Link of a sheet"),
    "table": (("name",), Layer.METADATA, "Name of a table or sheet"),
    "page": (("name",), Layer.METADATA, "Name of a slide"),
    "frame": SHAPE, "custom-shape": SHAPE, "g": SHAPE, "bookmark": MARK, "bookmark-start": MARK,
    "placeholder": (("description",), Layer.FORM_FIELD, "Hint of a placeholder"),
    "alphabetical-index-mark": (("string-value", "key1", "key2"), Layer.HIDDEN,
                                "Entry of an index"),
    "toc-mark": (("string-value",), Layer.HIDDEN, "Entry of the contents"),
    "list-level-style-number": LABEL, "list-level-style-bullet": LABEL,
    "a": (("title",), Layer.LINK, "Tip of a link"),
    "template": (("title",), Layer.METADATA, "Template"),
    "named-range": (("name",), Layer.METADATA, "Defined name"),
    "named-expression": (("name", "expression"), Layer.METADATA, "Defined name"),
    "map": (("condition",), Layer.METADATA, "Condition of a format"),
    "filter-condition": (("value",), Layer.FORM_FIELD, "Filter"),
    "scenario": (("comment",), Layer.METADATA, "Scenario"),
}  # fmt: skip

# Elements whose own text stands where no reader of running text comes by.
TEXTS: dict[tuple[str, str], tuple[Layer, str]] = {
    ("annotation", "creator"): (Layer.METADATA, "Author of a comment"),
    ("change-info", "creator"): (Layer.METADATA, "Author of a change"),
    ("presentation", "footer-decl"): (Layer.FOOTER, "Footer"),
    ("presentation", "header-decl"): (Layer.HEADER, "Header"),
    ("presentation", "date-time-decl"): (Layer.FOOTER, "Date"),
    ("table", "title"): (Layer.ALT_TEXT, "Description of a table"),
    ("table", "desc"): (Layer.ALT_TEXT, "Description of a table"),
    ("number-style", "text"): (Layer.METADATA, "Number format"),
    ("currency-style", "text"): (Layer.METADATA, "Number format"),
    ("text-style", "text"): (Layer.METADATA, "Number format"),
    ("change-track-table-cell", "p"): (Layer.DELETED, "Earlier content of a cell"),
}
WANTED = sorted({f"{{*}}{name}" for _, name in TEXTS if name != "p"})

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
LITERAL = re.compile(r'"((?:[^"]|"")*)"')
LITERALS_AT_MOST = 20_000


def odf_asides(root: etree._Element) -> Iterator[Block]:
    """Yield the words beside the text of `root`: content, styles or properties."""
    yield from aside_blocks(root, ATTRIBUTES)
    seen: set[tuple[str, str]] = set()
    earlier = root.iter(f"{TABLE}change-track-table-cell")
    for element in (*root.iter(*WANTED), *(one for cell in earlier for one in cell.iter("{*}p"))):
        place = TEXTS.get((local(parent_of(element)), local(element)))
        text = " ".join("".join(str(one) for one in element.itertext()).split())
        if place and wordy(text) and (place[1], text) not in seen:
            seen.add((place[1], text))
            yield Block(text, place[0], where=place[1])
    yield from _of_cells(root)


def _of_cells(root: etree._Element) -> Iterator[Block]:
    """Yield the words in formulas, and values of cells that show nothing."""
    told: dict[str, str] = {}
    for cell in root.iter(f"{TABLE}table-cell"):
        formula = cell.get(f"{TABLE}formula")
        if formula and '"' in formula and len(told) < LITERALS_AT_MOST:
            shown = "".join(str(text) for text in cell.itertext()).strip()
            found = (text.strip() for text in LITERAL.findall(formula))
            told.update({text: "Formula" for text in found if wordy(text) and text != shown})
        if not len(cell):
            value = cell.get(f"{OFFICE}string-value") or ""
            if wordy(value):
                told.setdefault(value, "Value of an empty cell")
    for text, where in told.items():
        yield Block(text, Layer.HIDDEN, where=where)
