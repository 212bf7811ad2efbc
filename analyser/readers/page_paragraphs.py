"""Lines gathered into the paragraphs that they were printed as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from analyser.readers.page_words import BULLET, Segment

SENTENCE_END = re.compile(r"[.!?:;]['\")\]”’]*$")


@dataclass(slots=True)
class Paragraph:
    """Lines that are read in one breath."""

    lines: list[Segment]

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.lines[-1].bottom

    @property
    def text(self) -> str:
        """Return the lines joined by newlines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Return the usual letter size."""
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def bulleted(self) -> bool:
        """Tell whether it begins with a list marker."""
        words = self.lines[0].words
        return len(words) > 1 and bool(BULLET.match(words[0].text))


def paragraphs_of(rows: Sequence[Sequence[Segment]]) -> list[Paragraph]:
    """Return the paragraphs of lines that belong to no table."""
    lines = [
        Segment(
            [w for s in row for w in s.words],
            row[0].x0,
            min(s.top for s in row),
            row[-1].x1,
            max(s.bottom for s in row),
        )
        for row in rows
    ]
    paragraphs: list[Paragraph] = []
    for line in lines:
        if paragraphs and not _opens(line, paragraphs[-1]):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph([line]))
    return paragraphs


def _opens(line: Segment, before: Paragraph) -> bool:  # noqa: PLR0911 - a list of reasons
    """Tell whether `line` opens a paragraph or goes on with the one `before`."""
    last = before.lines[-1]
    height = max(last.size, line.size) * 1.2
    gap = line.top - last.bottom
    if gap > 0.75 * height or line.top < last.top - height:
        return True
    if abs(line.size - last.size) > 0.15 * last.size or line.bold != last.bold:
        # Bold words at the start of a line are emphasis unless the whole line is set so.
        if abs(line.size - last.size) > 0.15 * last.size or line.bold:
            return True
        if last.bold and before.bold:
            return True
    if len(line.words) > 1 and BULLET.match(line.words[0].text):
        return True
    right = max(part.x1 for part in before.lines)
    ended = bool(SENTENCE_END.search(last.words[-1].text))
    if ended and last.x1 < before.lines[0].x0 + 0.8 * (right - before.lines[0].x0):
        return True
    indented = line.x0 - last.x0
    if len(before.lines) > 1 and ended and 0.8 * line.size < indented < 6 * line.size:
        return True
    tight = [b.top - a.bottom for a, b in pairwise(before.lines)]
    return bool(tight) and gap > median(tight) + 0.4 * height
