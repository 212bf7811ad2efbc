"""Which pages deserve a full layout, told by their plain text.

Layout costs ten times what a page's text costs. A page with a candidate of any kind is searched;
it is laid out only where paragraphs, columns and places can change what becomes of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise

from analyser.document import Block, Document
from analyser.judgement.header_rows import PROSE, worth_lines
from analyser.matching.matcher import Matcher
from analyser.matching.surroundings import heads_make, vocabulary

HEADING_WORDS = 14
"""A line of more words is no row of column headings."""

LONG_LINE = 200
"""Characters of a line that holds more than one row: PDFium has run them together."""

SHORT_LINE = 40
"""Characters of a line without spaces that may still be a row of headings."""

TOP = 1500  # characters of a page in which its first lines stand
TOP_LINES = 10

ORDINARY = "ordinary-word"

ROW_WORDS = 6
"""Words of a row for each that only sentences have: "Router with PoE"."""

WORD = re.compile(r"[^\W\d_]+")
TITLE = re.compile(r"[\w/]+")
UNSPACED = tuple(word for word in vocabulary().make if not word.isascii())


def deserving(
    matcher: Matcher, texts: Sequence[str], candidates: frozenset[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return which of the `candidates` among the page `texts` are laid out, and which searched.

    A name that is an ordinary word or an acronym is noted at most while nothing speaks for it.
    What layout adds that could speak for it is the column that it stands in and the heading above
    it; any line of its page or the page before is taken for such a heading here, so that no name
    is judged by less than what a layout would show. For an acronym, a name elsewhere in the
    document may speak as well, so that its page is searched; an ordinary word for which nothing
    on its own page speaks ("Air", "Prime") stays one.
    """
    numbers = sorted(candidates)
    blocks = tuple(
        Block(texts[n], heading=f"{texts[n - 1] if n else ''}\n{texts[n]}") for n in numbers
    )
    laid = {page for page in numbers if worth_lines([texts[page]]) or _runs_together(texts[page])}
    searched: set[int] = set()
    rows: set[int] = set()
    mentions, alone = matcher.look(Document("", "", "", blocks=blocks))
    # Whose number it is may stand in another document.
    searched.update(numbers[mention.block] for mention in alone)
    for mention in mentions:
        page = numbers[mention.block]
        over = mention.end >= len(texts[page]) and page + 1 in candidates
        if not mention.needs_context:
            laid |= {page, page + 1} if over else {page}
            continue
        if over or not any(one.kind == ORDINARY for one in mention.evidence):
            searched |= {page, page + 1} if over else {page}
        if _may_be_a_row(texts[page], mention.start):
            rows.add(page)
    laid |= _under_headings(texts, rows - laid)
    return frozenset(laid), frozenset(searched | laid)


def _under_headings(texts: Sequence[str], pages: set[int]) -> set[int]:
    """Return those of `pages` whose rows may stand under a heading for makers.

    It may be their own, or one of any page before from which a table runs on.
    """
    known = {-1: False}
    for page in sorted(pages):
        number = page
        while number not in known:
            if _may_head(texts[number]):
                known[number] = True
            elif not _begins_with_rows(texts[number]):
                known[number] = False
            else:
                number -= 1
        known |= dict.fromkeys(range(number + 1, page + 1), known[number])
    return {page for page in pages if known[page]}


def _may_head(text: str) -> bool:
    """Tell whether a page may hold headings of columns, one for makers among them."""
    return bool(worth_lines([text])) or _runs_together(text) or _has_make_heading(text)


def _runs_together(text: str) -> bool:
    """Tell whether rows of the page may stand in one line, so that no heading is told apart."""
    return any(len(line) > LONG_LINE for line in text.split("\n"))


def _begins_with_rows(text: str) -> bool:
    """Tell whether a table of the page before may run on at the top of `text`."""
    lines = [line for line in text[:TOP].split("\n") if line.strip()][:TOP_LINES]
    return 2 * sum(_is_row(line) for line in lines) >= len(lines)


def _may_be_a_row(text: str, at: int) -> bool:
    """Tell whether the line around `at` may be a row of a table and is no line of a sentence."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return _is_row(text[start : end if end >= 0 else len(text)])


def _is_row(line: str) -> bool:
    words = WORD.findall(line.lower())
    return sum(word in PROSE for word in words) <= len(words) // ROW_WORDS


def _has_make_heading(text: str) -> bool:
    """Tell whether a line of `text` may be the heading of a column of makers."""
    lowered = text.casefold()
    ends = 0
    for match in _make_words().finditer(lowered):
        if match.start() < ends:
            continue
        start = lowered.rfind("\n", 0, match.start()) + 1
        ends = lowered.find("\n", match.start())
        ends = ends if ends >= 0 else len(lowered)
        if _is_make_heading(lowered[start:ends]):
            return True
    return False


@cache
def _make_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, vocabulary().make), key=len, reverse=True)))


def _is_make_heading(line: str) -> bool:
    words = WORD.findall(line)
    if not 0 < len(words) <= HEADING_WORDS or not PROSE.isdisjoint(words):
        return False
    if heads_make(line) or (len(line) <= SHORT_LINE and any(word in line for word in UNSPACED)):
        return True
    # The headings of several columns share the line: each may be one.
    titles = TITLE.findall(line)
    pairs = map(" ".join, pairwise(titles))
    return not vocabulary().make.isdisjoint(chain(titles, pairs))
