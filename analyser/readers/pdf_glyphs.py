"""The words of a PDF page with their boxes and looks, as PDFium knows them."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from analyser.document import Box
from analyser.readers.page_words import Word
from analyser.readers.pdf_calls import (
    Cells,
    address_of,
    char_angle,
    char_box,
    char_ink,
    char_object,
    font_of,
    ink_mode,
    marks_of,
    object_at,
)
from analyser.readers.pdf_places import Corners, apart, around, page_transform

LINE_END_HYPHEN = "\ufffe"
WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")

MARKS_AT_MOST = 20
LAYER_MARK = [ord("O"), ord("C"), 0]


def raw_text(text_page: Any) -> str:
    """Return the text of `text_page` as PDFium gives it, marks for line-end hyphens included."""
    text: str = text_page.get_text_range()
    return text


def printed(text: str) -> str:
    """Return PDFium's `text` with line ends and line-end hyphens as they are printed."""
    return text.replace("\r\n", "\n").replace(LINE_END_HYPHEN, "-\n").replace("\0", "")


@dataclass(frozen=True, slots=True)
class Looks:
    """What the words of one text object share."""

    size: float
    bold: bool
    hidden: bool
    ink: int
    """Colour of the letters, `0xRRGGBB`."""

    angle: int
    """Degrees counter-clockwise on the shown page, to the nearest quarter turn."""

    layered: bool = False
    """Whether it belongs to an optional layer, which may be switched off."""


class WordReader:
    """Reads the words of one page, each with its place and its looks."""

    def __init__(self, page: Any, text_page: Any) -> None:
        self.text_page = text_page.raw
        self.address = address_of(text_page.raw)
        self.point, self.width, self.height = page_transform(page)
        ox, oy = self.point(0.0, 0.0)
        ax, ay = self.point(1.0, 0.0)
        bx, by = self.point(0.0, 1.0)
        self.place = (ox, oy, ax - ox, ay - oy, bx - ox, by - oy)
        self.standing = abs(ay - oy) < 1e-9 and abs(bx - ox) < 1e-9 and ax > ox and by < oy
        self.turned = int(pdfium.FPDFPage_GetRotation(page)) * 90
        self.corners = Cells(ctypes.c_float)
        self.looks: dict[int, Looks] = {}
        self.bold_fonts: dict[int, bool] = {}
        self.layered: list[Word] = []
        """The words of optional layers."""
        self.name, self.flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self.mark = (ctypes.c_ushort * 40)()
        self.inks = Cells(ctypes.c_uint)

    def words(self, text: str) -> dict[int, list[Word]]:
        """Return the words of the page's raw `text` by the quarter turn that they are set in."""
        index = self._char_index(text)
        found: dict[int, list[Word]] = {}
        for match in WORD.finditer(text):
            first, last = match.span()
            last -= 1
            if index is not None:
                first, last = index(first), index(last)
            looks = self._looks(first)
            begin = self._box(first)
            end = begin if last == first else self._box(last)
            pieces = self._pieces(match.group(), first, last, looks, begin, end)
            if looks.angle in found:
                found[looks.angle] += pieces
            else:
                found[looks.angle] = pieces
            if looks.layered:
                self.layered += pieces
        for order, word in enumerate(word for words in found.values() for word in words):
            word.order = order
        return found

    def _char_index(self, text: str) -> Callable[[int], int] | None:
        """Return the map from places in `text` to PDFium's characters; none if they agree."""
        units: list[int] | None = None
        if max(text, default="") > "\uffff":
            units, size = [], 0
            for letter in text:
                units.append(size)
                size += 2 if ord(letter) > 0xFFFF else 1
        lead = max(int(pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, 0)), 0)
        count = int(pdfium.FPDFText_CountChars(self.text_page))
        if count == len(text) and not units:
            return None
        seek = pdfium.FPDFText_GetCharIndexFromTextIndex

        def sought(place: int) -> int:
            at = int(seek(self.text_page, units[place] if units else place))
            return at if at >= 0 else min(place + lead, count - 1)

        return sought

    def _pieces(
        self, text: str, first: int, last: int, looks: Looks, begin: Corners, end: Corners
    ) -> list[Word]:
        """Return the word as one, or in pieces where its letters do not stand together.

        Args:
            text: The word as PDFium gives it.
            first: Number of its first character.
            last: Number of its last character.
            looks: What its letters look like.
            begin: Where its first character stands.
            end: Where its last character stands.
        """
        box = begin if end is begin else around(begin, end)
        if LINE_END_HYPHEN in text or "\0" in text:
            text = text.replace(LINE_END_HYPHEN, "-").replace("\0", "")
            if not text:
                return []
        along, across = box[2] - box[0], box[3] - box[1]
        if looks.angle % 180:
            along, across = across, along
        tall = max(begin[3] - begin[1], begin[2] - begin[0], 1.0)
        together = along <= max(1.6, len(text) * 1.3) * tall and across <= 2.2 * tall
        if together or last <= first or last - first > 4000:
            return [self._word(text, box, looks)]
        return list(self._apart(text, first, last, looks, tall))

    def _apart(self, text: str, first: int, last: int, looks: Looks, tall: float) -> Iterator[Word]:
        """Yield the pieces of a word between whose letters there are gaps."""
        run = ""
        held: Corners | None = None
        for offset, char in enumerate(text):
            place = self._box(min(first + offset, last))
            if held is not None and apart(held, place, tall):
                yield self._word(run, held, looks)
                run, held = "", None
            run += char
            held = place if held is None else around(held, place)
        if held is not None:
            yield self._word(run, held, looks)

    def _word(self, text: str, box: Corners, looks: Looks) -> Word:
        """Return a word, in upright coordinates if it is set sideways."""
        x0, top, x1, bottom = box
        outside = x1 < 0 or bottom < 0 or x0 > self.width or top > self.height
        hidden = looks.hidden or outside
        place = None
        if looks.angle:
            place = Box(*box)
            x0, top, x1, bottom = self._upright(place, looks.angle)
        return Word(
            text, x0, top, x1, bottom, looks.size, looks.bold, hidden, None, 0, place, looks.ink
        )

    def _upright(self, box: Box, angle: int) -> tuple[float, float, float, float]:
        """Return `box` turned so that text at `angle` reads from left to right."""
        if angle == 90:
            return self.height - box.bottom, box.x0, self.height - box.top, box.x1
        if angle == 180:
            return (
                self.width - box.x1,
                self.height - box.bottom,
                self.width - box.x0,
                (self.height - box.top),
            )
        return box.top, self.width - box.x1, box.bottom, self.width - box.x0

    def _box(self, char: int) -> Corners:
        """Return left, top, right and bottom of a character on the shown page."""
        char_box(self.address, char, self.corners.places[0])
        left, top, right, bottom = self.corners.held
        if self.standing:
            ox, oy, ax, _, _, by = self.place
            return ox + ax * left, oy + by * top, ox + ax * right, oy + by * bottom
        ax, ay = self.point(left, bottom)
        bx, by = self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def _looks(self, char: int) -> Looks:
        """Return the looks of the text object that a character belongs to."""
        drawn = char_object(self.address, char) or 0
        looks = self.looks.get(drawn)
        if looks is None:
            looks = self.looks[drawn] = self._look_at(char, drawn)
        return looks

    def _look_at(self, char: int, drawn: int) -> Looks:
        """Ask PDFium for the looks of a character."""
        box = self._box(char)
        radians = max(char_angle(self.address, char), 0.0)
        # PDFium counts clockwise, and knows nothing of the turn of the page.
        angle = (-round(math.degrees(radians) / 90) * 90 - self.turned) % 360
        line = box[3] - box[1] if angle % 180 == 0 else box[2] - box[0]
        # The nominal size says nothing where the matrix scales; the loose box has the height
        # of the line, about 1.2 times the letter size.
        nominal = pdfium.FPDFText_GetFontSize
        size = line / 1.2 if line > 0 else max(nominal(self.text_page, char), 1.0)
        hidden, ink = self._ink(char, drawn)
        bold = self._bold(char, drawn)
        return Looks(size, bold, hidden or size < 1.5, ink, angle, self._is_layered(drawn))

    def _is_layered(self, drawn: int) -> bool:
        """Return whether a text object is marked as content of an optional layer."""
        count = min(marks_of(drawn), MARKS_AT_MOST) if drawn else 0
        if count <= 0:
            return False
        length, marked = ctypes.c_ulong(), object_at(drawn)
        for number in range(count):
            mark = pdfium.FPDFPageObj_GetMark(marked, number)
            pdfium.FPDFPageObjMark_GetName(mark, self.mark, ctypes.sizeof(self.mark), length)
            if self.mark[0:3] == LAYER_MARK:
                return True
        return False

    def _bold(self, char: int, drawn: int) -> bool:
        """Return whether the character is bold, by the weight and the name of its font."""
        key = (font_of(drawn) or 0) if drawn else 0
        bold = self.bold_fonts.get(key) if key else None
        if bold is None:
            weight = pdfium.FPDFText_GetFontWeight(self.text_page, char)
            pdfium.FPDFText_GetFontInfo(self.text_page, char, self.name, 128, self.flags)
            name = self.name.value.decode("latin-1").lower()
            bold = weight >= 600 or "bold" in name or "black" in name or "heavy" in name
            self.bold_fonts[key] = bold
        return bold

    def _ink(self, char: int, drawn: int) -> tuple[bool, int]:
        """Return whether the character is drawn without ink, and the colour of its ink."""
        mode = ink_mode(drawn) if drawn else 0
        if mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP):
            return True, 0
        if not char_ink(self.address, char, *self.inks.places):
            return False, 0
        red, green, blue, alpha = self.inks.held
        return alpha < 12, red << 16 | green << 8 | blue
