"""A mention in its surroundings, with every maker's name taken out.

Rules and model read a `Passage`; because the names are masked here, a different name in the same
words can never get a different stance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analyser.document import Block, Layer
from analyser.finding import Mention, Role
from analyser.judgement.cues import MAKE, OTHER
from analyser.judgement.exchanges import Part
from analyser.judgement.sentences import sentence_spans

# "Hikvision DS-2CD2143G2-I", "Dahua (IPC-HFW2849S)": name and model are one mention to a reader.
_JOINED = re.compile(r"\.?[\s(\[,:/-]{0,3}(?:model|type|series|range)?[\s:.]{0,2}", re.IGNORECASE)
# "Hikvision, Dahua, Uniview or Tiandy": what the words do with one they do with all.
_NAME = r"(?:[A-Z][\w&.'’-]*\s?){1,3}"
_AND = r"(?:\s*[,;/&+]\s*(?:and\s+|or\s+|nor\s+)?|\s+(?:and|or|nor|and/or)\s+)"
_SMALL = r"(?:(?:by|from|of|the|any|its|their|either|also)\s+){0,2}"
_LISTED = re.compile(rf"\.?[\s)\]”\"']*(?:{_AND}{_SMALL}(?:{_NAME}(?={_AND}))?){{1,3}}[\s(\[“\"']*")
_LINKED = re.compile(r"\b(?:and|or|nor)\b|[/&+]")
# The full stop of "Co., Ltd." belongs to the name.
_COMPANY = re.compile(r"(?:Ltd|Inc|Co|Corp|LLC|Plc|GmbH|S\.A|B\.V|Pte|Pty|Pvt)$", re.IGNORECASE)
# "... of Norvik Ltd. The request is declined.": this one ends the sentence as well.
_OPENS = re.compile(r"\.\s+[\"“(]?[A-Z][a-z]*(?=[\s.,:])")
_SPACE = re.compile(r"\s+")
# A dotted leader, a ruled line: one mark says as much, and forty would outweigh the words.
_RUN = re.compile(r"([^\w\s])(?:\s?\1){2,}")
_ANSWER = re.compile(
    r"\s*(?:(?:a|answer|response|reply)\b\W{0,3}\d*\W{0,3})?(?:yes|no)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question and its answer, masked, in one of which the mention stands."""

    part: Part
    asked: str
    answered: str
    told: str
    """The answer as it was printed."""

    by_bidder: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """What a rule or a model may know of a mention."""

    text: str
    """The sentence or the row with the mention as `MAKE` and other mentions as `OTHER`."""

    start: int
    """Where `MAKE` stands in `text`."""

    role: Role
    layer: Layer = Layer.BODY
    before: str = ""
    """The sentence before, masked."""

    after: str = ""
    heading: str = ""
    lead_in: str = ""
    caption: str = ""
    column: str = ""
    """Heading of the mention's own column."""

    cells: tuple[tuple[str, str], ...] = ()
    """(heading, masked text) of the row's cells."""

    title: str = ""
    """What the document is called: the words of its file's name and its first line."""

    struck: bool = False
    printed: tuple[tuple[int, str, str], ...] = ()
    """(place, mask, words) of each masked name, to show cues as they were printed."""

    originals: tuple[tuple[str, str], ...] = ()
    """(as read, as printed) of headings and cells in another language than English."""

    spoken: Spoken | None = None
    kin: frozenset[str] = frozenset()
    """Other words, in lower case, by which the text names the mention's makers."""

    @property
    def end(self) -> int:
        """One past `MAKE` in `text`."""
        return self.start + len(MAKE)


def passage_for(block: Block, mention: Mention, mentions: Sequence[Mention], role: Role) -> Passage:
    """Return the passage of `mention` in `block`, whose mentions are `mentions`."""
    ranges = _masks(block.text, mention, mentions)
    row = block.layer is Layer.TABLE or bool(block.cells)
    spans = ((0, len(block.text)),) if row else sentence_spans(_covered(block.text, ranges))
    at = max(0, bisect_right([low for low, _ in spans], mention.start) - 1) if spans else 0
    low, high = spans[at] if spans else (0, len(block.text))
    high = max(high, min(mention.end, len(block.text)))
    first = last = at
    if not row:
        first, last = _with_answer(block.text, spans, at)
        low, high = (spans[first][0], max(high, spans[last][1])) if spans else (low, high)
    text, start, printed = _masked(block.text, low, high, ranges)
    return Passage(
        text=text,
        start=start,
        role=role,
        layer=block.layer,
        before=_plain(block.text, spans[first - 1], ranges) if first > 0 else "",
        after=_plain(block.text, spans[last + 1], ranges) if last + 1 < len(spans) else "",
        heading=_without(block.heading, mention),
        lead_in=_without(block.lead_in, mention),
        caption=_without(block.caption, mention),
        column=_column(block, mention),
        cells=tuple(
            (
                _without(cell.heading, mention),
                _plain(block.text, (cell.start, cell.start + len(cell.text)), ranges),
            )
            for cell in block.cells
        ),
        struck=any(a < mention.end and mention.start < b for a, b in block.struck),
        printed=printed,
        kin=frozenset(
            one.text.casefold() for one in mentions if set(one.makers) & set(mention.makers)
        ),
    )


def masked_for(
    text: str, span: tuple[int, int], mention: Mention, mentions: Sequence[Mention], own: bool
) -> str:
    """Return a stretch of a block as the mention sees it, every name of its makers as `MAKE`.

    Args:
        text: The block's text.
        span: The stretch.
        mention: The mention that is judged.
        mentions: All names in the block.
        own: The mention stands in this block.
    """
    kin = {(one.start, one.end) for one in mentions if set(one.makers) & set(mention.makers)}
    if own:
        ranges = _masks(text, mention, mentions)
    else:
        ranges = tuple(
            (low, high, OTHER) for low, high in sorted({(m.start, m.end) for m in mentions})
        )
    marked = []
    at = -1
    for low, high, mask in ranges:
        if low >= at:
            marked.append((low, high, MAKE if (low, high) in kin else mask))
            at = high
    return _plain(text, span, tuple(marked))


def shown(passage: Passage, start: int, end: int) -> str:
    """Return `start` to `end` of the passage's text as it was printed."""
    pieces = []
    at = start
    for place, mask, words in passage.printed:
        if start <= place and place + len(mask) <= end:
            pieces += [passage.text[at:place], words]
            at = place + len(mask)
    pieces.append(passage.text[at:end])
    return _SPACE.sub(" ", "".join(pieces)).strip(" ,;:|")


def as_printed(passage: Passage, words: str) -> str:
    """Return words that explain a stance, headings and cells in them quoted as printed."""
    for read, printed in passage.originals:
        words = words.replace(f'"{read}"', f'"{printed}"')
    return words


def _with_answer(text: str, spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """Return the first and last sentence to read with sentence `at`: a question has its answer."""
    first = last = at
    if not spans:
        return first, last
    if text[spans[at][0] : spans[at][1]].rstrip().endswith("?"):
        last = min(at + 1, len(spans) - 1)
    elif at > 0 and _ANSWER.match(text, spans[at][0]):
        asked = text[spans[at - 1][0] : spans[at - 1][1]].rstrip().endswith("?")
        first = at - 1 if asked else at
    return first, last


def _masks(
    text: str, mention: Mention, mentions: Sequence[Mention]
) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, mask) of every name, the mention's neighbours joined to it."""
    start, end = mention.start, mention.end
    others = sorted(
        {(m.start, m.end, m.makers) for m in mentions if (m.start, m.end) != (start, end)}
    )
    kin = [(low, high) for low, high, makers in others if set(makers) & set(mention.makers)]
    for low, high in kin:
        if high > end and low >= start and (low <= end or _JOINED.fullmatch(text, end, low)):
            end = high
    for low, high in reversed(kin):
        if low < start and high <= end and (high >= start or _JOINED.fullmatch(text, high, start)):
            start = low
    start, end = _list_around(text, (start, end), [(low, high) for low, high, _ in others])
    masks = [(start, end, MAKE)]
    at = -1
    for low, high, _ in others:
        if (high <= start or low >= end) and low >= at:
            masks.append((low, high, OTHER))
            at = high
    return tuple(sorted(masks))


def _list_around(
    text: str, own: tuple[int, int], others: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return the range of the list of names in which the mention stands, or its own.

    Two names with nothing but a comma between them are no list: "Instead of A, B is offered".
    """
    start, end = own
    gaps: list[str] = []
    for low, high in others:
        if low >= end and (_LISTED.fullmatch(text, end, low) or _JOINED.fullmatch(text, end, low)):
            gaps.append(text[end:low])
            end = high
    for low, high in reversed(others):
        if high <= start and (
            _LISTED.fullmatch(text, high, start) or _JOINED.fullmatch(text, high, start)
        ):
            gaps.append(text[high:start])
            start = low
    parted = sum(gap.count(",") + gap.count(";") for gap in gaps)
    listed = parted > 1 or any(_LINKED.search(gap) for gap in gaps)
    return (start, end) if listed else own


def _covered(text: str, ranges: tuple[tuple[int, int, str], ...]) -> str:
    """Return the text with capitals for each name: "GmbH." must not decide where sentences end."""
    pieces = []
    at = 0
    for low, high, _ in ranges:
        own = text[high : high + 1] == "." and _COMPANY.search(text, low, high) is not None
        end = high + (own and _OPENS.match(text, high) is None)
        pieces += [text[at : max(at, low)], "X" * (end - max(at, low))]
        at = max(at, end)
    return "".join(pieces) + text[at:]


def _masked(
    text: str, low: int, high: int, ranges: tuple[tuple[int, int, str], ...]
) -> tuple[str, int, tuple[tuple[int, str, str], ...]]:
    pieces: list[str] = []
    printed: list[tuple[int, str, str]] = []
    length, start, at = 0, 0, low
    for a, b, mask in ranges:
        if b <= low or a >= high:
            continue
        gap = _plainly(text[at : max(a, at)])
        gap = gap.lstrip() if not pieces else gap
        pieces += [gap, mask]
        length += len(gap)
        if mask == MAKE:
            start = length
        printed.append((length, mask, text[a:b]))
        length += len(mask)
        at = b
    pieces.append(_plainly(text[at:high]).rstrip())
    return "".join(pieces), start, tuple(printed)


def _plainly(text: str) -> str:
    return _RUN.sub(r"\1", _SPACE.sub(" ", text))


def _plain(text: str, span: tuple[int, int], ranges: tuple[tuple[int, int, str], ...]) -> str:
    return _masked(text, span[0], span[1], ranges)[0].strip()


def _without(text: str, mention: Mention) -> str:
    """Return a heading with the mention's own words masked."""
    if not text or not mention.text:
        return text
    return re.sub(re.escape(mention.text), MAKE, text, flags=re.IGNORECASE)


def _column(block: Block, mention: Mention) -> str:
    for cell in block.cells:
        if cell.start <= mention.start <= cell.start + len(cell.text):
            return _without(cell.heading, mention)
    return ""
