"""The cells of an Excel sheet, streamed from its XML without trusting its size."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.markup import attribute, children, first, local
from analyser.readers.package import Package
from analyser.readers.package_asides import wordy
from analyser.readers.sheet_limits import LETTERS, LITERALS, MERGED_CELLS

REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
LATIN = re.compile(r"[A-Za-z]{3}")
EPOCH = datetime(1899, 12, 30)
# The elements that matter; the others raise no event, which is most of the time saved.
WANTED = [
    "{*}row", "{*}c", "{*}col", "{*}mergeCell", "{*}hyperlink", "{*}dataValidation",
    "{*}formula1", "{*}formula2", "{*}oddHeader", "{*}oddFooter", "{*}evenHeader",
    "{*}evenFooter", "{*}firstHeader", "{*}firstFooter", "{*}cfRule", "{*}filter",
    "{*}customFilter", "{*}scenario", "{*}inputCells",
    "{http://schemas.microsoft.com/office/excel/2006/main}f",
]  # fmt: skip
SHOWN = {
    "dataValidation": ("promptTitle", "prompt", "errorTitle", "error"),
    "cfRule": ("text",), "filter": ("val",), "customFilter": ("val",),
    "scenario": ("name", "comment"), "inputCells": ("val",),
}  # fmt: skip
"""Element to the attributes of it that a person reads."""

LITERAL = re.compile(r'"((?:[^"]|"")*)"')


def position(reference: str) -> tuple[int, int] | None:
    """Return row and column of "B7", counted from 0; `None` where it is no reference."""
    match = REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


@dataclass(slots=True)
class Formats:
    """What the styles of a workbook say of a cell: a date, struck through."""

    dates: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()

    @classmethod
    def of(cls, package: Package) -> Formats:
        """Read the cell formats of `package`."""
        root = package.xml("xl/styles.xml") if package.has("xl/styles.xml") else None
        if root is None:
            return cls()
        custom = {
            attribute(one, "numFmtId")
            for one in root.iter()
            if local(one) == "numFmt" and is_date(attribute(one, "formatCode"))
        }
        fonts = [
            first(font, "strike") is not None for font in children(_or_empty(first(root, "fonts")))
        ]
        dates: set[int] = set()
        struck: set[int] = set()
        for number, style in enumerate(children(_or_empty(first(root, "cellXfs")))):
            kind, font = attribute(style, "numFmtId"), attribute(style, "fontId")
            if kind in custom or (kind.isdigit() and int(kind) in DATE_FORMATS):
                dates.add(number)
            if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]:
                struck.add(number)
        return cls(frozenset(dates), frozenset(struck))


def _or_empty(element: etree._Element | None) -> etree._Element:
    return element if element is not None else etree.Element("none")


def is_date(code: str) -> bool:
    """Tell whether a number format shows dates or times."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.lower())
    return bool(re.search(r"[yd]|h.*m|m.*s", bare)) and "general" not in bare


@dataclass(slots=True)
class SheetRow:
    """One row: text by column, and what the sheet says of it."""

    number: int
    """Counted from 0."""

    texts: dict[int, str] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)
    hidden: bool = False


@dataclass(slots=True)
class Sheet:
    """A worksheet's rows and what stands beside them."""

    rows: list[SheetRow] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""

    links: list[tuple[str, str, str]] = field(default_factory=list)
    """Cell, relation id or address, tip."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    """Choices of lists, hints, rules, filters, scenarios."""

    literals: dict[str, None] = field(default_factory=dict)
    """Words that stand in formulas."""

    shown: set[int] = field(default_factory=set)
    """Numbers of the shared strings that its cells show."""

    fault: str = ""
    capped: bool = False


class SheetReader:
    """Streams one worksheet part."""

    def __init__(self, strings: list[str], formats: Formats, limit: int) -> None:
        self.strings = strings
        self.formats = formats
        self.limit = limit
        self.sheet = Sheet()
        self.cells = self.letters = 0
        self.row = SheetRow(-1)

    def read(self, content: bytes) -> Sheet:
        """Read the worksheet in `content`; damage ends it and is said in `fault`."""
        events = etree.iterparse(
            io.BytesIO(content),
            events=("start", "end"),
            tag=WANTED,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        try:
            for event, element in events:
                name = local(element)
                if event == "start":
                    if name == "row":
                        self._start(element)
                    continue
                self._end(element, name)
                if self.sheet.capped:
                    break
        except etree.XMLSyntaxError as error:
            self.sheet.fault = " ".join(str(error).split())[:120]
        return self.sheet

    def _start(self, element: etree._Element) -> None:
        number = element.get("r") or ""
        place = int(number) - 1 if number.isdigit() and len(number) < 8 else self.row.number + 1
        self.row = SheetRow(place, hidden=element.get("hidden") in ("1", "true"))

    def _end(self, element: etree._Element, name: str) -> None:
        if name == "c":
            self._cell(element)
        elif name == "row":
            if self.row.texts:
                self.sheet.rows.append(self.row)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        elif name == "col" and attribute(element, "hidden") in ("1", "true"):
            low, high = attribute(element, "min"), attribute(element, "max")
            if low.isdigit() and high.isdigit():
                self.sheet.hidden_columns.update(range(int(low) - 1, min(int(high), 16384)))
        elif name == "mergeCell" and len(self.sheet.merged) < MERGED_CELLS:
            ends = [position(part) for part in attribute(element, "ref").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                self.sheet.merged.append((*ends[0], *ends[1]))
        elif name == "hyperlink":
            target = attribute(element, "id") or attribute(element, "location")
            tips = (attribute(element, "tooltip"), attribute(element, "display"))
            for tip in dict.fromkeys(tips):
                self.sheet.links.append((attribute(element, "ref"), target, tip))
        else:
            self._page_setup(element, name)

    def _page_setup(self, element: etree._Element, name: str) -> None:
        if name.endswith(("Header", "Footer")) and element.text:
            self.sheet.headers.append((name, element.text))
        elif name in ("formula1", "formula2", "f") and '"' in (element.text or ""):
            self.sheet.choices.append((element.text or "").strip('"'))
        else:
            texts = (attribute(element, key) for key in SHOWN.get(name, ()))
            self.sheet.choices += [text for text in texts if text]

    def _cell(self, element: etree._Element) -> None:
        text = self._text(element) if len(element) else ""
        if not text.strip():
            return
        place = position(element.get("r") or "")
        column = place[1] if place else max(self.row.texts, default=-1) + 1
        self.row.texts[column] = text
        style = element.get("s") or ""
        if style.isdigit() and int(style) in self.formats.struck:
            self.row.struck.add(column)
        # One long shared string in many cells is a bomb that no ratio of the ZIP shows.
        self.letters += len(text)
        self.cells += 1
        self.sheet.capped = self.cells >= self.limit or self.letters > LETTERS

    def _text(self, element: etree._Element) -> str:
        kind = element.get("t") or "n"
        if kind == "inlineStr":
            return string_text(_or_empty(first(element, "is")))
        value = first(element, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            return self._shared(text)
        if len(element) > 1:  # a formula and its result
            self._literals(element[0].text or "")
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if not text:
            formula = first(element, "f")
            return f"={formula.text}" if formula is not None and formula.text else ""
        style = element.get("s") or ""
        if kind == "n" and style.isdigit() and int(style) in self.formats.dates:
            return as_date(text)
        return text

    def _shared(self, text: str) -> str:
        number = int(text) if text.isdigit() and len(text) < 10 else len(self.strings)
        if number >= len(self.strings):
            return ""
        self.sheet.shown.add(number)
        return self.strings[number]

    def _literals(self, formula: str) -> None:
        """Keep the words of a formula: a result shows one branch of it."""
        if '"' in formula and len(self.sheet.literals) < LITERALS:
            texts = (text.strip() for text in LITERAL.findall(formula))
            self.sheet.literals.update(dict.fromkeys(text for text in texts if wordy(text)))


def as_date(text: str) -> str:
    """Return the serial number `text` as an ISO date, or as it is where it is none."""
    try:
        moment = EPOCH + timedelta(days=float(text))
    except (ValueError, OverflowError):
        return text
    if float(text) < 1:
        return moment.strftime("%H:%M")
    return moment.strftime("%Y-%m-%d" if moment.time() == moment.min.time() else "%Y-%m-%d %H:%M")


def string_text(element: etree._Element) -> str:
    """Return the text of a shared or inline string, reading aids left out."""
    return "".join(
        child.text or ""
        for child in element.iter()
        if local(child) == "t" and not any(local(up) == "rPh" for up in child.iterancestors())
    )


def shared_strings(package: Package, part: str) -> list[str]:
    """Return the shared strings of a workbook, in order."""
    root = package.xml(part) if package.has(part) else None
    if root is None:
        return []
    for aid in root.iter("{*}rPh"):  # over Chinese letters they are kana; Latin ones are words
        words = "".join(str(text) for text in aid.itertext())
        if LATIN.search(words):
            package.asides.append(Block(words, Layer.HIDDEN, where="Reading aid of a cell"))
    return [string_text(child) for child in children(root) if local(child) == "si"]


def spread(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text for the cells that a merged area covers beside its first."""
    texts = {row.number: row.texts for row in sheet.rows}
    for top, left, bottom, right in sheet.merged:
        text = texts.get(top, {}).get(left, "")
        if not text or bottom - top > 2000 or right - left > 200:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left) and row in texts:
                    yield row, column, text
