"""One Word paragraph taken apart: what it prints, hides, deletes and carries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from analyser.readers.changes import Part, deleted_words, parts_of
from analyser.readers.markup import attribute, children, first, local
from analyser.readers.word_fields import addresses, kept_words, symbol
from analyser.readers.word_marks import Marks, Piece
from analyser.readers.word_styles import Styles, switched

# Properties and bookkeeping that hold no words of the document.
SKIPPED = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tblPrEx",
        "tcPr",
        "trPr",
        "sectPr",
        "sdtEndPr",
        "tblGrid",
        "fldData",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "lastRenderedPageBreak",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "separator",
        "continuationSeparator",
        "commentRangeStart",
        "commentRangeEnd",
        "binData",
    ]
)
CONTROLS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

# Ticks and boxes of Wingdings: they decide what a filled-in form declares.
SYMBOLS = {
    "F0FE": "☒",
    "F0FD": "☒",
    "F0FC": "✓",
    "F0FB": "✗",
    "F0A8": "☐",
    "F06F": "☐",
    "F052": "☑",
}
TINY = 4  # half-points: text of 2 pt or less is not meant to be read


@dataclass(slots=True)
class Paragraph:
    """What was found in one paragraph, in order."""

    styles: Styles
    colour_hides: bool = True
    """White text is hidden text: not so in tables and boxes, which may be dark."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Relation ids of pictures."""

    embedded: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Words in the instructions of fields."""

    instruction: str = ""

    def walk(self, element: etree._Element, marks: Marks) -> None:
        """Take apart `element` and everything in it."""
        name = local(element)
        if name in SKIPPED:
            return
        if name in ("t", "delText"):
            gone = replace(marks, deleted=True) if name == "delText" else marks
            self.add(element.text or "", gone)
        elif name in CONTROLS:
            self.add(CONTROLS[name], marks)
        elif name == "sym":
            code, font = attribute(element, "char").upper(), attribute(element, "font")
            self.add(symbol(code, font) or SYMBOLS.get(code, ""), marks)
        elif name in ("instrText", "delInstrText"):
            self.instruction += element.text or ""
        elif name == "txbxContent":
            self.boxes.append(element)
        elif name == "AlternateContent":
            branch = chosen(element)
            for child in children(branch) if branch is not None else ():
                self.walk(child, marks)
        elif name == "ruby":
            self._ruby(element, marks)
        else:
            self._container(element, name, marks)

    def _container(self, element: etree._Element, name: str, marks: Marks) -> None:
        if name == "r":
            marks = self._of_run(first(element, "rPr"), marks)
        elif name in ("ins", "moveTo"):
            marks = replace(marks, inserted=True)
        elif name in ("del", "moveFrom"):
            marks = replace(marks, deleted=True)
        else:
            self._carried(element, name)
        if name == "fldChar" and attribute(element, "fldCharType") in ("separate", "end"):
            self.end_instruction()
        for child in children(element):
            self.walk(child, marks)

    def _ruby(self, element: etree._Element, marks: Marks) -> None:
        """Add the base text first, so that a name stays whole, then the reading aid."""
        base, aid = first(element, "rubyBase"), first(element, "rt")
        if base is not None:
            self.walk(base, marks)
        if aid is not None:
            self.add(" (", marks)
            self.walk(aid, marks)
            self.add(")", marks)

    def _carried(self, element: etree._Element, name: str) -> None:
        """Note what an element carries besides text: pictures, alternatives, links, fields."""
        if name in ("docPr", "cNvPr", "shape", "rect", "oval", "roundrect", "group", "polyline"):
            texts = [attribute(element, key) for key in ("descr", "title", "alt")]
            self.alternatives += [text for text in dict.fromkeys(texts) if text.strip()]
        elif name == "textpath":
            self.add(" " + attribute(element, "string") + " ", Marks())
        elif name == "blip":
            self.pictures += [value for value in (attribute(element, "embed"),) if value]
        elif name == "imagedata":
            self.pictures += [value for value in (attribute(element, "id"),) if value]
            self.alternatives += [value for value in (attribute(element, "title"),) if value]
        elif name == "OLEObject":
            self.embedded.append(attribute(element, "id"))
        elif name == "fldSimple":
            self.instruction += attribute(element, "instr")
            self.end_instruction()
        elif name in ("listItem", "listEntry", "default", "helpText", "statusText"):
            text = attribute(element, "displayText") or attribute(element, "val")
            if text.strip() and not text.isdigit():
                self.fields.append(text)

    def _of_run(self, properties: etree._Element | None, marks: Marks) -> Marks:
        if properties is None:
            return marks
        style = self.styles.of_run(properties)
        vanish = switched(properties, "vanish", "webHidden")
        vanish = style.vanish if vanish is None else vanish
        bold = switched(properties, "b")
        return replace(
            marks,
            hidden=marks.hidden or vanish or self._invisible(properties),
            struck=bool(switched(properties, "strike", "dstrike")),
            bold=style.bold or marks.bold if bold is None else bold,
        )

    def _invisible(self, properties: etree._Element) -> bool:
        """Tell text that no reader sees: nearly no size, or white on an unshaded page."""
        size = first(properties, "sz")
        points = attribute(size, "val") if size is not None else ""
        if points.isdigit() and int(points) <= TINY:
            return True
        if not self.colour_hides or _shaded(properties):
            return False
        colour = first(properties, "color")
        if colour is None:
            return False
        value = attribute(colour, "val")
        white = bool(re.fullmatch(r"(?i)(?:f[8-f]){3}", value))
        return white or (attribute(colour, "themeColor") == "background1" and not value.strip("0"))

    def add(self, text: str, marks: Marks) -> None:
        """Add `text`, joined to the piece before it where the marks are the same."""
        if not text:
            return
        if self.pieces and self.pieces[-1].marks == marks:
            text = self.pieces.pop().text + text
        self.pieces.append(Piece(text, marks))

    def end_instruction(self) -> None:
        """Take addresses and words out of a field's instruction, which is now complete."""
        self.links += addresses(self.instruction)
        self.codes += kept_words(self.instruction)
        self.instruction = ""

    def visible(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the text as accepted and shown, and its struck ranges."""
        return self._shown(), self._ranges("struck")

    def parts(self) -> list[Part]:
        """Return the text as accepted and shown, cut where tracked insertions begin and end."""
        return parts_of(self._shown(), self._ranges("struck"), self._ranges("inserted"))

    def deleted(self) -> list[str]:
        """Return the tracked deletions with the small words around them."""
        return deleted_words(self.pieces)

    def _shown(self) -> str:
        return "".join(piece.text for piece in self._printed()).strip()

    def _printed(self) -> list[Piece]:
        return [piece for piece in self.pieces if not (piece.marks.deleted or piece.marks.hidden)]

    def _ranges(self, mark: str) -> tuple[tuple[int, int], ...]:
        """Return the ranges of the shown text that bear `mark`."""
        pieces = self._printed()
        whole = "".join(piece.text for piece in pieces)
        position = len(whole.lstrip()) - len(whole)
        length = len(whole.strip())
        ranges: list[tuple[int, int]] = []
        for piece in pieces:
            end = position + len(piece.text)
            if getattr(piece.marks, mark) and piece.text.strip():
                ranges.append((max(position, 0), min(end, length)))
            position = end
        return tuple(ranges)

    def hidden(self) -> str:
        """Return the text that is there and not shown."""
        parts = [
            piece.text for piece in self.pieces if piece.marks.hidden and not piece.marks.deleted
        ]
        return " ".join(" ".join(parts).split())

    def all_bold(self) -> bool:
        """Tell whether everything printed is bold."""
        printed = [piece for piece in self.pieces if piece.text.strip()]
        return bool(printed) and all(piece.marks.bold for piece in printed)


def _shaded(properties: etree._Element) -> bool:
    shade = first(properties, "shd")
    if shade is not None and attribute(shade, "fill").lower() not in ("", "auto", "ffffff"):
        return True
    return first(properties, "highlight") is not None


def chosen(alternate: etree._Element) -> etree._Element | None:
    """Return one branch of an `mc:AlternateContent`: the first with words.

    Both branches draw the same text box, for new and old programs: it is read once.
    """
    branches = list(children(alternate))
    for branch in branches:
        if any((element.text or "").strip() for element in branch.iter() if local(element) == "t"):
            return branch
    return branches[0] if branches else None
