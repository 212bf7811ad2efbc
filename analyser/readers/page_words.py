"""Words on a page, gathered into printed lines and their pieces.

Shared by PDF text and OCR: both give words with boxes, and everything above them is one code.
Coordinates are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from analyser.document import Box, Span

# A list marker stands apart from its text without being a table's column.
MARKER = re.compile(
    r"(?:[•●○◦▪■□‣⁃∙·*–—\-\u2022\uf0b7\uf0a7➢✓►]"
    r"|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)]"
    r"|\d{1,2}(?:\.\d{1,3}){1,4}\.?)$"
)
BULLET = re.compile(
    r"(?:[•●○◦▪■□‣⁃∙·*–—\-\uf0b7\uf0a7➢✓►]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)])$"
)


@dataclass(slots=True)
class Word:
    """A run of characters without white space, with its place and its looks."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    hidden: bool = False
    confidence: float | None = None
    order: int = 0
    """Position in the stream of the page: the order in which it was drawn or recognised."""

    box: Box | None = None
    """Where it stands on the shown page, if its coordinates are those of rotated text."""

    ink: int = 0
    """Colour of the letters, `0xRRGGBB`."""

    def place(self) -> Box:
        """Return the box on the page as it is shown."""
        if self.box is not None:
            return self.box
        return Box(round(self.x0, 1), round(self.top, 1), round(self.x1, 1), round(self.bottom, 1))


@dataclass(slots=True)
class Segment:
    """Words that stand on one line with no more than ordinary spaces between them."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def text(self) -> str:
        """Return the words with single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def size(self) -> float:
        """Return the usual letter size."""
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Tell whether every word is bold."""
        return all(word.bold for word in self.words)

    @property
    def order(self) -> int:
        """Return where in the stream the first word came."""
        return self.words[0].order

    @property
    def middle(self) -> float:
        """Return the height of the line's middle."""
        return (self.top + self.bottom) / 2


def segment_of(words: list[Word]) -> Segment:
    """Return `words`, left to right on one line, as a segment."""
    return Segment(
        words,
        words[0].x0,
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def rows_of_words(words: Sequence[Word]) -> list[list[Word]]:
    """Gather `words` into rows that share a height, top to bottom, left to right."""
    rows: list[list[Word]] = []
    low = high = 0.0
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        middle = (word.top + word.bottom) / 2
        # Superscripts and capitals of another size sit inside the row's band; the next line
        # begins below it even in the tightest setting.
        if rows and low <= middle <= high:
            rows[-1].append(word)
        else:
            rows.append([word])
            height = word.bottom - word.top
            low, high = middle - 0.35 * height, middle + 0.35 * height
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


Cut = tuple[float, float, float]
"""An upright rule: its place, its upper and its lower end."""


def split_row(row: Sequence[Word], cuts: Sequence[Cut] = ()) -> list[Segment]:
    """Split a row where the space is too wide to be one between words, or a rule stands in it."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    # A justified line has no narrow space; a row of a table with words in its cells has.
    usual = max(min(gaps), 0.0) if len(gaps) >= 4 else 0.0
    if usual > row[0].size:
        usual = 0.0
    segments: list[list[Word]] = [[row[0]]]
    for word, gap in zip(row[1:], gaps, strict=True):
        last = segments[-1][-1]
        size = max(last.size, word.size)
        if (gap > size and gap > 2.2 * usual) or (cuts and _cut(last, word, cuts)):
            segments.append([word])
        else:
            segments[-1].append(word)
    if len(segments) == 2 and len(segments[0]) == 1 and MARKER.match(segments[0][0].text):
        gap = segments[1][0].x0 - segments[0][0].x1
        if gap < 4.5 * segments[0][0].size:
            segments = [segments[0] + segments[1]]
    return [segment_of(words) for words in segments]


def _cut(left: Word, right: Word, cuts: Sequence[Cut]) -> bool:
    """Tell whether an upright rule stands between two neighbours."""
    middle = (left.top + left.bottom) / 2
    return any(
        left.x1 - 2 < x < right.x0 + 2 and top <= middle <= bottom for x, top, bottom in cuts
    )


def rows_of_segments(words: Sequence[Word], cuts: Sequence[Cut] = ()) -> list[list[Segment]]:
    """Return the printed lines of `words`, each as its pieces from left to right."""
    return [split_row(row, cuts) for row in rows_of_words(words)]


@dataclass(slots=True)
class Writing:
    """Text put together word by word, with the place of each word."""

    parts: list[str]
    spans: list[Span]
    length: int = 0

    @classmethod
    def blank(cls) -> Writing:
        """Return an empty one."""
        return cls([], [])

    def add(self, text: str) -> None:
        """Append `text` that has no place: a separator."""
        self.parts.append(text)
        self.length += len(text)

    def add_lines(self, lines: Iterable[Sequence[Word]]) -> None:
        """Append `lines` of words, with spaces and newlines between them."""
        for number, line in enumerate(lines):
            if number:
                self.add("\n")
            for place, word in enumerate(line):
                if place:
                    self.add(" ")
                start = self.length
                self.add(word.text)
                self.spans.append(Span(start, self.length, word.place(), word.confidence))

    @property
    def text(self) -> str:
        """Return what was written."""
        return "".join(self.parts)
