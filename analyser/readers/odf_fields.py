"""What an OpenDocument file keeps in form controls, checks of cells, fields and links."""

from __future__ import annotations

import re

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.markup import attribute, children, local

FIELDS = frozenset(("forms", "content-validations", "user-field-decls", "dde-connection-decls"))
"""Elements that stand apart from the text and hold such words."""

VALUES = ("label", "value", "current-value", "string-value", "text", "title")
HINTS = ("prompt", "help-text")
QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def field_blocks(element: etree._Element, place: str) -> list[Block]:
    """Return the words of one of `FIELDS`, each once."""
    name = local(element)
    found: list[tuple[Layer, str, str]] = []
    for inner in element.iter():
        if not isinstance(inner.tag, str):
            continue
        if name == "dde-connection-decls":
            keys = ("dde-application", "dde-topic", "dde-item")
            text = " ".join(filter(None, (attribute(inner, key) for key in keys)))
            found.append((Layer.LINK, "Link (DDE)", text))
        elif name == "user-field-decls":
            found.append((Layer.METADATA, "Variable", attribute(inner, "string-value")))
        elif name == "content-validations":
            found += _checked(inner)
        else:
            found += _control(inner)
    blocks = (
        Block(text.strip(), layer, where=f"{where}, {place}" if place else where)
        for layer, where, text in dict.fromkeys(found)
        if any(letter.isalnum() for letter in text)
    )
    return list(blocks)


def _checked(element: etree._Element) -> list[tuple[Layer, str, str]]:
    """Return the choices and messages of a rule for cells."""
    condition = attribute(element, "condition")
    choices = QUOTED.findall(condition) if "list" in condition else []
    found = [(Layer.FORM_FIELD, "Choice of a cell", text.replace('""', '"')) for text in choices]
    if local(element) in ("help-message", "error-message"):
        texts = [" ".join("".join(str(one) for one in child.itertext()).split())
                 for child in children(element)]  # fmt: skip
        texts.append(attribute(element, "title"))
        found += [(Layer.FORM_FIELD, "Hint of a cell", text) for text in texts]
    return found


def _control(element: etree._Element) -> list[tuple[Layer, str, str]]:
    """Return what a form control shows, holds or offers, and where it sends its content."""
    if local(element) in ("property", "list-property", "properties", "event-listener"):
        return []
    hidden = local(element) == "hidden"
    layer, where = (Layer.HIDDEN, "Hidden field") if hidden else (Layer.FORM_FIELD, "Form field")
    found = [(layer, where, attribute(element, key)) for key in VALUES]
    found += [(Layer.FORM_FIELD, "Hint of a form field", attribute(element, key)) for key in HINTS]
    if not len(element):
        found.append((layer, where, element.text or ""))
    address = attribute(element, "href") or attribute(element, "target-location")
    if "://" in address:
        found.append((Layer.LINK, "Link of a form", address))
    return found
