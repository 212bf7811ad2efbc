"""Words that a part of an Office file keeps in attributes: names, tips, labels, authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.markup import attribute, local

Aside = tuple[tuple[str, ...], Layer, str]

# Element to the attributes in which it has words, how they are to be taken, and their place.
ASIDES: dict[str, Aside] = {
    "tblCaption": (("val",), Layer.ALT_TEXT, "Description of a table"),
    "tblDescription": (("val",), Layer.ALT_TEXT, "Description of a table"),
    "docPr": (("name",), Layer.ALT_TEXT, "Name of a picture or shape"),
    "cNvPr": (("name",), Layer.ALT_TEXT, "Name of a picture or shape"),
    "oleObj": (("name",), Layer.ALT_TEXT, "Name of an embedded object"),
    "alias": (("val",), Layer.FORM_FIELD, "Title of a content control"),
    "tag": (("val", "name"), Layer.FORM_FIELD, "Tag of a content control or slide"),
    "hyperlink": (("tooltip", "display"), Layer.LINK, "Tip of a link"),
    "hlinkClick": (("tooltip",), Layer.LINK, "Tip of a link"),
    "hlinkHover": (("tooltip",), Layer.LINK, "Tip of a link"),
    "hlinkMouseOver": (("tooltip",), Layer.LINK, "Tip of a link"),
    "shape": (("href",), Layer.LINK, "Link of a shape"),
    "webVideoPr": (("embeddedHtml",), Layer.LINK, "Film from the web"),
    "bookmarkStart": (("name",), Layer.METADATA, "Name of a bookmark"),
    "ins": (("author",), Layer.METADATA, "Author of a change"),
    "del": (("author",), Layer.METADATA, "Author of a change"),
    "moveFrom": (("author",), Layer.METADATA, "Author of a change"),
    "moveTo": (("author",), Layer.METADATA, "Author of a change"),
    "comment": (("author",), Layer.METADATA, "Author of a comment"),
    "cSld": (("name",), Layer.METADATA, "Name of a slide"),
    "section": (("name",), Layer.METADATA, "Name of a section"),
    "custShow": (("name",), Layer.METADATA, "Name of a custom show"),
    "lvlText": (("val",), Layer.METADATA, "Label of a list"),
    "docVar": (("name", "val"), Layer.METADATA, "Variable of the document"),
    "query": (("val",), Layer.METADATA, "Source of a mail merge"),
    "connectString": (("val",), Layer.METADATA, "Source of a mail merge"),
    "numFmt": (("formatCode",), Layer.METADATA, "Number format"),
    "prSet": (("phldrT",), Layer.METADATA, "Prompt of a diagram"),
}
PROGRAM_MADE = re.compile(r"_(?:Toc|Ref|Hlk|GoBack|heading|Hlt|xl)|OLE_LINK")
COUNTED = re.compile(r"(?<=[^\W\d])\s+\d{1,3}$")
"""The number that a program gives to "Picture 7": told once as "Picture"."""

LITERAL = re.compile(r'"([^"]*)"|\\(.)')
LABEL_MARKS = re.compile(r"%\d")


def asides(root: etree._Element) -> Iterator[Block]:
    """Yield the words in attributes of a part of Office Open XML, each once in its place."""
    yield from aside_blocks(root, ASIDES)


def aside_blocks(root: etree._Element, table: Mapping[str, Aside]) -> Iterator[Block]:
    """Yield the words in the attributes of `root` and below that `table` names by element."""
    seen: set[tuple[str, str]] = set()
    for element in root.iter(*(f"{{*}}{name}" for name in table)):
        keys, layer, where = table[local(element)]
        for key in keys:
            text = _shown(attribute(element, key), local(element))
            if wordy(text) and (where, text) not in seen:
                seen.add((where, text))
                yield Block(text, layer, where=where)


def _shown(text: str, name: str) -> str:
    """Return what a person sees of an attribute of element `name`."""
    text = " ".join(text.split())
    if name == "numFmt":
        return " ".join("".join(one or other for one, other in LITERAL.findall(text)).split())
    if name == "map":  # `value()>=0` is no word, `cell-content()="this"` is one
        return " ".join(one for one, _ in LITERAL.findall(text))
    if name == "lvlText":
        return LABEL_MARKS.sub("", text).strip()
    return "" if PROGRAM_MADE.match(text) else COUNTED.sub("", text)


def wordy(text: str) -> bool:
    """Tell whether there are letters enough for a name."""
    return sum(map(str.isalpha, text)) > 1
