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

LINE_END_HYPHEN = "\ufffe"
WORD = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")

MARKS_AT_MOST = 20
LAYER_MARK = [ord("O"), ord("C"), 0]

Point = Callable[[float, float], tuple[float, float]]

Corners = tuple[float, float, float, float]
"""Left, top, right and bottom; a `Box` would cost more than asking PDFium for it."""


def raw_text(text_page: Any) -> str:
    """Return the text of `text_page` as PDFium gives it, marks for line-end hyphens included."""
    text: str = text_page.get_text_range()
    return text


def printed(text: str) -> str:
    """Return PDFium's `text` with line ends and line-end hyphens as they are printed."""
    return text.replace("\r\n", "\n").replace(LINE_END_HYPHEN, "-\n").replace("\0", "")


def page_transform(page: Any) -> tuple[Point, float, float]:
    """Return the map from PDF coordinates to the shown page, and the page's width and height."""
    width = pdfium.FPDF_GetPageWidthF(page)
    height = pdfium.FPDF_GetPageHeightF(page)
    # FPDF_PageToDevice answers in whole pixels: a large device makes them small.
    scale = 10_000_000 / max(width, height, 1.0)
    device_w, device_h = int(width * scale), int(height * scale)
    across, down = ctypes.c_int(), ctypes.c_int()

    def shown(x: float, y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, device_w, device_h, 0, x, y, across, down)
        return across.value / scale, down.value / scale

    ox, oy = shown(0.0, 0.0)
    ax, ay = (value / 100.0 for value in shown(100.0, 0.0))
    bx, by = (value / 100.0 for value in shown(0.0, 100.0))
    ax, ay, bx, by = ax - ox / 100.0, ay - oy / 100.0, bx - ox / 100.0, by - oy / 100.0

    def point(x: float, y: float) -> tuple[float, float]:
        return ox + ax * x + bx * y, oy + ay * x + by * y

    return point, width, height


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
        # The bare handle: ctypes asks the binding's object for it at every call otherwise, and
        # there are some four calls a word.
        self.text_page = text_page.raw
        self.point, self.width, self.height = page_transform(page)
        ox, oy = self.point(0.0, 0.0)
        ax, ay = self.point(1.0, 0.0)
        bx, by = self.point(0.0, 1.0)
        self.place = (ox, oy, ax - ox, ay - oy, bx - ox, by - oy)
        self.standing = abs(ay - oy) < 1e-9 and abs(bx - ox) < 1e-9 and ax > ox and by < oy
        self.turned = int(pdfium.FPDFPage_GetRotation(page)) * 90
        self.rectangle = pdfium.FS_RECTF()
        self.pointer = ctypes.byref(self.rectangle)
        self.looks: dict[int, Looks] = {}
        self.bold_fonts: dict[int, bool] = {}
        self.layered: list[Word] = []
        """The words of optional layers."""
        self.name, self.flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self.mark = (ctypes.c_ushort * 40)()
        self.inks = tuple(ctypes.c_uint() for _ in range(4))
        self.ink_pointers = tuple(map(ctypes.byref, self.inks))

    def words(self, text: str) -> dict[int, list[Word]]:
        """Return the words of the page's raw `text` by the quarter turn that they are set in."""
        index = self._char_index(text)
        found: dict[int, list[Word]] = {}
        for match in WORD.finditer(text):
            first, last = index(match.start()), index(match.end() - 1)
            looks = self._looks(first)
            for word in self._pieces(match.group(), first, last, looks):
                found.setdefault(looks.angle, []).append(word)
                if looks.layered:
                    self.layered.append(word)
        for order, word in enumerate(word for words in found.values() for word in words):
            word.order = order
        return found

    def _char_index(self, text: str) -> Callable[[int], int]:
        """Return the map from places in `text` to PDFium's character numbers."""
        units: list[int] | None = None
        if max(text, default="") > "\uffff":
            units, size = [], 0
            for letter in text:
                units.append(size)
                size += 2 if ord(letter) > 0xFFFF else 1
        lead = max(int(pdfium.FPDFText_GetCharIndexFromTextIndex(self.text_page, 0)), 0)
        count = int(pdfium.FPDFText_CountChars(self.text_page))
        if count == len(text) and not units:
            return lambda place: place
        seek = pdfium.FPDFText_GetCharIndexFromTextIndex

        def sought(place: int) -> int:
            at = int(seek(self.text_page, units[place] if units else place))
            return at if at >= 0 else min(place + lead, count - 1)

        return sought

    def _pieces(self, text: str, first: int, last: int, looks: Looks) -> Iterator[Word]:
        """Yield the word as one, or in pieces where its letters do not stand together."""
        begin = self._box(first)
        end = begin if last == first else self._box(last)
        box = _around(begin, end)
        text = text.replace(LINE_END_HYPHEN, "-").replace("\0", "")
        if not text:
            return
        along, across = box[2] - box[0], box[3] - box[1]
        if looks.angle % 180:
            along, across = across, along
        tall = max(begin[3] - begin[1], begin[2] - begin[0], 1.0)
        together = along <= max(1.6, len(text) * 1.3) * tall and across <= 2.2 * tall
        if together or last <= first or last - first > 4000:
            yield self._word(text, box, looks)
            return
        run = ""
        held: Corners | None = None
        for offset, char in enumerate(text):
            place = self._box(min(first + offset, last))
            if held is not None and _apart(held, place, tall):
                yield self._word(run, held, looks)
                run, held = "", None
            run += char
            held = place if held is None else _around(held, place)
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
        pdfium.FPDFText_GetLooseCharBox(self.text_page, char, self.pointer)
        held = self.rectangle
        if self.standing:
            ox, oy, ax, _, _, by = self.place
            return (
                ox + ax * held.left,
                oy + by * held.top,
                ox + ax * held.right,
                oy + by * held.bottom,
            )
        ax, ay = self.point(held.left, held.bottom)
        bx, by = self.point(held.right, held.top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def _looks(self, char: int) -> Looks:
        """Return the looks of the text object that a character belongs to."""
        drawn = pdfium.FPDFText_GetTextObject(self.text_page, char)
        key = ctypes.addressof(drawn.contents) if drawn else 0
        looks = self.looks.get(key)
        if looks is None:
            looks = self.looks[key] = self._look_at(char, drawn)
        return looks

    def _look_at(self, char: int, drawn: Any) -> Looks:
        """Ask PDFium for the looks of a character."""
        page = self.text_page
        box = self._box(char)
        radians = max(pdfium.FPDFText_GetCharAngle(page, char), 0.0)
        # PDFium counts clockwise, and knows nothing of the turn of the page.
        angle = (-round(math.degrees(radians) / 90) * 90 - self.turned) % 360
        line = box[3] - box[1] if angle % 180 == 0 else box[2] - box[0]
        # The nominal size says nothing where the matrix scales; the loose box has the height
        # of the line, about 1.2 times the letter size.
        size = line / 1.2 if line > 0 else max(pdfium.FPDFText_GetFontSize(page, char), 1.0)
        hidden, ink = self._ink(char, drawn)
        bold = self._bold(char, drawn)
        return Looks(size, bold, hidden or size < 1.5, ink, angle, self._is_layered(drawn))

    def _is_layered(self, drawn: Any) -> bool:
        """Return whether a text object is marked as content of an optional layer."""
        if not drawn:
            return False
        length = ctypes.c_ulong()
        for number in range(min(pdfium.FPDFPageObj_CountMarks(drawn), MARKS_AT_MOST)):
            mark = pdfium.FPDFPageObj_GetMark(drawn, number)
            pdfium.FPDFPageObjMark_GetName(mark, self.mark, ctypes.sizeof(self.mark), length)
            if self.mark[0:3] == LAYER_MARK:
                return True
        return False

    def _bold(self, char: int, drawn: Any) -> bool:
        """Return whether the character is bold, by the weight and the name of its font."""
        font = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
        key = ctypes.addressof(font.contents) if font else 0
        bold = self.bold_fonts.get(key) if key else None
        if bold is None:
            weight = pdfium.FPDFText_GetFontWeight(self.text_page, char)
            pdfium.FPDFText_GetFontInfo(self.text_page, char, self.name, 128, self.flags)
            name = self.name.value.decode("latin-1").lower()
            bold = weight >= 600 or "bold" in name or "black" in name or "heavy" in name
            self.bold_fonts[key] = bold
        return bold

    def _ink(self, char: int, drawn: Any) -> tuple[bool, int]:
        """Return whether the character is drawn without ink, and the colour of its ink."""
        mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
        if mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP):
            return True, 0
        if not pdfium.FPDFText_GetFillColor(self.text_page, char, *self.ink_pointers):
            return False, 0
        red, green, blue, alpha = (ink.value for ink in self.inks)
        return alpha < 12, red << 16 | green << 8 | blue


def _around(a: Corners, b: Corners) -> Corners:
    """Return what lies around `a` and `b`."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _apart(run: Corners, char: Corners, tall: float) -> bool:
    """Tell whether a character stands away from the run before it."""
    across = max(char[0] - run[2], run[0] - char[2])
    down = max(char[1] - run[3], run[1] - char[3])
    return across > 0.8 * tall or down > 0.3 * tall
