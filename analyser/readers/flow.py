"""Running text: which heading and which opening sentence a paragraph stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analyser.document import Block, Layer

HEADING_WORDS = 14  # headings of real tenders are shorter; bold sentences are longer
NUMBERED = re.compile(
    r"^(?:(?:part|section|annex|appendix|schedule|lot|chapter|article|clause)\s+[\dA-Z][\w.]*|"
    r"\d{1,2}(?:\.\d{1,3}){0,4}\.?|[A-Z]\.|[IVX]{1,5}\.)[\s:.–-]+\S",
    re.IGNORECASE,
)
BULLET = re.compile(r"^\s*(?:[•▪●○◦‣∙·*–—-]\s+|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s+)")
MARKED_ITEM = re.compile(r"^\s*[•▪●○◦‣∙·*]\s")
"""An item of a list by its mark: never a heading, whatever its size or weight."""

SENTENCE_END = re.compile(r"(?<=[.!?。；;])\s+")


def looks_like_heading(text: str, *, bold: bool) -> bool:
    """Tell whether `text` reads as a heading by its form: short, and bold, capital or numbered."""
    words = text.split()
    if not words or len(words) > HEADING_WORDS or "\n" in text.strip():
        return False
    if text.rstrip()[-1] in ".;,?!:。；，" or "|" in text or "\t" in text.strip():
        return False
    if MARKED_ITEM.match(text):
        return False
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < 3:
        return False
    capital = len(letters) > 4 and all(letter.isupper() for letter in letters)
    return (
        bold
        or (capital and len(words) > 1)
        or (bool(NUMBERED.match(text)) and len(words) <= 10 and _titled(text))
    )


def _titled(text: str) -> bool:
    words = NUMBERED.sub(lambda match: match.group()[-1], text).split()
    return bool(words) and words[0][:1].isupper()


def opening_sentence(text: str) -> str:
    """Return the last sentence of `text` where it opens a list (ends with a colon), or `""`."""
    text = " ".join(text.split())
    if not text.endswith((":", "：", ":-", ":–")):
        return ""
    return SENTENCE_END.split(text)[-1]


@dataclass(slots=True)
class Flow:
    """What has gone before in one story (body, header, note), for the next paragraph."""

    heading: str = ""
    previous: str = ""
    """The paragraph right above, which may be a table's caption."""

    leads: dict[int, str] = field(default_factory=dict)
    """Opening sentence by level of list."""

    def paragraph(self, text: str, *, title: bool = False, level: int | None = None) -> Block:
        """Return `text` as a block; `level` is that of a list item, `None` outside lists."""
        if level is None and BULLET.match(text):
            level = 0
        lead = "" if level is None else self._lead(level)
        block = Block(text, Layer.BODY, heading=self.heading, lead_in=lead)
        opening = opening_sentence(text)
        if level is None:
            # A paragraph without a colon ends the list above it.
            self.leads = {0: opening} if opening else {}
        else:
            self.leads = {key: words for key, words in self.leads.items() if key <= level}
            if opening:
                self.leads[level + 1] = opening
        if title:
            self.heading = " ".join(text.split())
            self.leads = {0: self.heading} if opening else {}
        self.previous = " ".join(text.split())
        return block

    def _lead(self, level: int) -> str:
        for depth in range(level, -1, -1):
            if depth in self.leads:
                return self.leads[depth]
        return ""

    def caption(self) -> str:
        """Return the paragraph right above as a table's caption, cut to a sensible length."""
        return self.previous[:300]
