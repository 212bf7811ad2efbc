"""One paragraph of an OpenDocument file taken apart, and what all its stories share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from analyser.document import Block, Unread
from analyser.readers.changes import Part, parts_of
from analyser.readers.markup import attribute, children, local

# Elements whose text is no running text of the place where they stand.
ASIDE = frozenset(("note", "annotation", "frame", "custom-shape", "text-box", "tracked-changes"))
SKIPPED = frozenset(
    [
        "tracked-changes",
        "sequence-decls",
        "variable-decls",
        "event-listeners",
        "annotation-end",
        "bookmark",
        "bookmark-start",
        "bookmark-end",
        "soft-page-break",
        "note-citation",
        "calculation-settings",
        "settings",
    ]
)


@dataclass(slots=True)
class Shared:
    """What all stories of one file share."""

    blocks: list[Block] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    """Names of styles whose text or table is not displayed."""

    struck: set[str] = field(default_factory=set)
    bold: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    inserted: set[str] = field(default_factory=set)
    """Ids of tracked insertions."""

    unread: list[Unread] = field(default_factory=list)
    tables: int = 0
    notes: int = 0
    comments: int = 0

    @classmethod
    def of(cls, roots: Sequence[etree._Element]) -> Shared:
        """Read the styles below `roots`."""
        shared = cls()
        for root in roots:
            for element in root.iter():
                if local(element) == "style":
                    shared._style(element)
        return shared

    def _style(self, element: etree._Element) -> None:
        name, parent = attribute(element, "name"), attribute(element, "parent-style-name")
        for group in (self.hidden, self.struck, self.bold):
            if parent in group:
                group.add(name)
        if attribute(element, "default-outline-level").isdigit() or parent in self.headings:
            self.headings.add(name)
        for properties in children(element):
            if attribute(properties, "display") in ("none", "false"):
                self.hidden.add(name)
            line = attribute(properties, "text-line-through-style")
            if line and line != "none":
                self.struck.add(name)
            if attribute(properties, "font-weight") == "bold":
                self.bold.add(name)


@dataclass(slots=True)
class Line:
    """One paragraph taken apart."""

    shared: Shared
    text: str = ""
    hidden: str = ""
    struck: list[tuple[int, int]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asides: list[etree._Element] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    """What a drop-down list in the text offers."""

    inserted: bool = False
    fresh: list[tuple[int, int]] = field(default_factory=list)
    """Character ranges that are a tracked insertion."""

    bold: int = 0

    def walk(self, element: etree._Element) -> None:
        """Take apart everything in `element`."""
        self._add(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, local(child))
            self._add(child.tail or "")

    def _child(self, child: etree._Element, name: str) -> None:
        if name == "s":
            self.text += " " * min(count(attribute(child, "c")), 100)
        elif name == "tab":
            self.text += "\t"
        elif name == "line-break":
            self.text += "\n"
        elif name in ("change-start", "change-end"):
            known = attribute(child, "change-id") in self.shared.inserted
            self.inserted = name == "change-start" and known
        elif name in ASIDE:
            self.asides.append(child)
        elif name == "drop-down":
            self.choices += [attribute(one, "value") for one in children(child)]
            self._add(child.text or "".join(one.tail or "" for one in child))
        elif name in ("hidden-text", "hidden-paragraph"):
            self.hidden += " " + (attribute(child, "string-value") or child.text or "")
        elif name not in SKIPPED:
            self._span(child, name)

    def _span(self, child: etree._Element, name: str) -> None:
        if name == "a":
            self.links.append(attribute(child, "href"))
        style = attribute(child, "style-name")
        start = len(self.text)
        if style in self.shared.hidden:
            inner = Line(self.shared)
            inner.walk(child)
            self.hidden += " " + inner.text
            self.asides += inner.asides
            return
        self.walk(child)
        if style in self.shared.struck:
            self.struck.append((start, len(self.text)))
        if style in self.shared.bold:
            self.bold += len(self.text) - start

    def _add(self, text: str) -> None:
        # White space folds in OpenDocument; what is meant stands in elements of its own.
        folded = " ".join(text.split())
        if text[:1].isspace() and self.text and not self.text.endswith((" ", "\n", "\t")):
            folded = " " + folded
        if folded.strip() and text[-1:].isspace():
            folded += " "
        if self.inserted and folded.strip():
            self.fresh.append((len(self.text), len(self.text) + len(folded)))
        self.text += folded

    def printed(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the text that is shown, and its struck ranges."""
        return self.text.strip(), self._placed(self.struck)

    def parts(self) -> list[Part]:
        """Return the text that is shown, cut where tracked insertions begin and end."""
        return parts_of(self.text.strip(), self._placed(self.struck), self._placed(self.fresh))

    def _placed(self, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Return `ranges` counted in the text without the space around it."""
        lead = len(self.text) - len(self.text.lstrip())
        length = len(self.text.strip())
        moved = [(max(start - lead, 0), min(end - lead, length)) for start, end in ranges]
        return tuple((start, end) for start, end in moved if end > start)

    @property
    def all_bold(self) -> bool:
        """Whether all that is printed is bold."""
        return bool(self.text.strip()) and self.bold >= len(self.text.strip())


def count(value: str) -> int:
    """Return a number of repetitions; 1 where it is none or absurd."""
    return max(int(value), 1) if value.isdigit() and len(value) < 8 else 1


def parent_of(element: etree._Element) -> etree._Element:
    """Return the element around `element`, itself where it is the root."""
    parent = element.getparent()
    return parent if parent is not None else element
