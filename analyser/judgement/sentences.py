"""Where one sentence ends and the next begins.

Procurement prose breaks ordinary splitters: clause numbers, "No. 5", "Co., Ltd.", part numbers
with full stops, lines broken by the page's width.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

# A sentence longer than this is a list or a table run together; it is cut at weaker marks.
LONGEST = 700

_ABBREVIATIONS = re.compile(
    r"no|nos|nr|ref|refs|fig|figs|cl|art|arts|sec|sect|para|paras|p|pp|vol|ch|app|approx|ca|"
    r"cf|vs|v|e\.g|i\.e|eg|ie|etc|al|incl|excl|max|min|tel|ext|dept|messrs|mr|mrs|ms|dr|prof|"
    r"st|rev|ver|ed|co|ltd|inc|corp|plc|llc|gmbh|s\.a|b\.v|bros|mfg|mfr|qty|pcs|dia|temp|jan|"
    r"feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|a\.m|p\.m|u\.s|u\.k|resp|spec|specs|std"
)
# After these a capital letter may begin a sentence or go on with a name: look at the next word.
_MAY_END = re.compile(r"co|ltd|inc|corp|plc|llc|gmbh|etc|spec|specs|s\.a|b\.v|a\.m|p\.m|pcs")
_STARTERS = re.compile(
    r"the|a|an|we|our|it|its|this|these|those|they|their|all|any|no|none|each|every|if|in|on|"
    r"at|for|from|to|as|where|when|while|however|but|and|or|you|your|please|there|he|she|his|"
    r"her|i|is|are|tenderers|bidders|suppliers|contractors|such|should|shall"
)
_STOP = re.compile(
    r"[.!?]+[\"'”’)\]]*(?=\s)|[。！？]|\n[ \t]*\n|\n(?=[ \t]*(?:[•●▪◦‣*–—-]|\(?\w{1,3}[.)])[ \t])"
)
_LAST_WORD = re.compile(r"([^\s(\[\"“‘]+)$")
_NEXT_WORD = re.compile(r"\s*[\"“‘(\[]*([^\s,.;:)]+)")
_WEAK = re.compile(r";\s|\s[•●▪]\s|\n")


@lru_cache(maxsize=64)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the range of each sentence of `text`, in order; blank lines between are none."""
    cuts = [0]
    cuts += [stop.end() for stop in _STOP.finditer(text) if _ends(text, stop)]
    cuts.append(len(text))
    spans: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if text[start:end].strip():
            spans.extend(_shortened(text, start, end))
    return tuple(spans)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of the sentence or sentences that hold `start` to `end` of `text`."""
    first, last = start, end
    for low, high in sentence_spans(text):
        if low <= start < high:
            first = low
        if low < end <= high:
            last = high
    return min(first, start), max(last, end)


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop, or another mark, ends its sentence."""
    mark = stop.group()[0]
    if mark in "。！？\n":
        return True
    following = _NEXT_WORD.match(text, stop.end())
    if following is None:
        return False
    return mark in "!?" or _full_stop_ends(text, stop.start(), following.group(1))


def _full_stop_ends(text: str, at: int, following: str) -> bool:
    preceding = _LAST_WORD.search(text, max(0, at - 40), at)
    last = preceding.group(1).casefold() if preceding else ""
    if following[0].islower():
        return False
    if _MAY_END.fullmatch(last):
        return _STARTERS.fullmatch(following.casefold()) is not None
    if _ABBREVIATIONS.fullmatch(last):
        return False
    if last.replace(".", "").isdigit():
        # "4. Recorders" and "see clause 4. Recorders": only a number that opens is a label.
        opening = text[max(0, at - 12) : at].rstrip("0123456789.")
        return not (opening.endswith(("\n", ". ")) or (not opening.strip() and at < 12))
    # "A. Smith": an initial does not end a sentence.
    return not (len(last) == 1 and last.isalpha())


def _shortened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONGEST:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    at = start
    last = start
    for weak in _WEAK.finditer(text, start, end):
        if weak.end() - at > LONGEST and last > at:
            pieces.append((at, last))
            at = last
        last = weak.end()
    pieces.append((at, end))
    return pieces
