"""What the styles of a Word document say: headings, hidden text, lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from analyser.readers.markup import attribute, children, first, local

HEADING_NAME = re.compile(
    r"(?i)^(?:heading|überschrift|titre|título|titolo|kop|rubrik|nagłówek|заголовок|title|subtitle)"
    r"\s*\d*$"
)
LIST_NAME = re.compile(r"(?i)^(?:list|liste|bullet|aufzählung)")
OFF = ("0", "false", "off", "none")


def switched(properties: etree._Element | None, *names: str) -> bool | None:
    """Return whether one of the toggles `names` is on; `None` where none of them is there."""
    answer: bool | None = None
    if properties is None:
        return None
    for child in children(properties):
        if local(child) in names:
            on = attribute(child, "val").lower() not in OFF
            answer = on if answer is None else answer or on
    return answer


@dataclass(frozen=True, slots=True)
class Style:
    """One style, its ancestors already applied."""

    heading: bool = False
    list_item: bool = False
    vanish: bool = False
    bold: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Read the styles of the part whose `root` is given; none where it is missing."""
        styles = cls()
        if root is None:
            return styles
        raw = {
            attribute(child, "styleId"): child
            for child in children(root)
            if local(child) == "style"
        }
        for key in raw:
            styles.known[key] = _resolved(key, raw, 0)
        return styles

    def of_paragraph(self, properties: etree._Element | None) -> Style:
        """Return the style of the paragraph with these `properties`."""
        return self._named(first(properties, "pStyle"))

    def of_run(self, properties: etree._Element | None) -> Style:
        """Return the character style of the run with these `properties`."""
        return self._named(first(properties, "rStyle"))

    def _named(self, element: etree._Element | None) -> Style:
        if element is None:
            return Style()
        return self.known.get(attribute(element, "val"), Style())


def _resolved(key: str, raw: dict[str, etree._Element], depth: int) -> Style:
    element = raw.get(key)
    if element is None or depth > 20:
        return Style()
    based = first(element, "basedOn")
    below = _resolved(attribute(based, "val"), raw, depth + 1) if based is not None else Style()
    name = first(element, "name")
    title = attribute(name, "val") if name is not None else key
    run = first(element, "rPr")
    level = first(element, "pPr", "outlineLvl")
    outlined = level is not None and attribute(level, "val") in "012345678"
    vanish = switched(run, "vanish", "webHidden")
    bold = switched(run, "b")
    return Style(
        heading=below.heading or outlined or bool(HEADING_NAME.match(title)),
        list_item=below.list_item
        or bool(LIST_NAME.match(title))
        or first(element, "pPr", "numPr") is not None,
        vanish=below.vanish if vanish is None else vanish,
        bold=below.bold if bold is None else bold,
    )


def whole(element: etree._Element | None, default: int) -> int:
    """Return the number in `element`, bounded; `default` where there is none."""
    value = attribute(element, "val") if element is not None else ""
    return min(int(value), 64) if value.isdigit() and len(value) < 5 else default


def list_level(properties: etree._Element | None) -> int | None:
    """Return how deep in a list the paragraph of these properties stands, counted from 0."""
    numbering = first(properties, "numPr")
    if numbering is None:
        return None
    number, level = first(numbering, "numId"), first(numbering, "ilvl")
    if number is not None and attribute(number, "val") == "0":
        return None
    return whole(level, 0)
