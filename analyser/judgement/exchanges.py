"""Questions and their answers in a document, over cells, lines and paragraphs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from analyser.document import Block, Cell, Layer

_REACH = 5  # blocks before and after a name in which its question or answer may stand
_LONG = 4_000  # characters: no question or answer is longer
_HEADING = 60  # characters of a column's heading or of a row's label
_ROWS = 400  # rows of a table above, at most, among which its headings are looked for
_TOPIC = 4  # words from which on a cell before the question says what it is about
_ASKS = re.compile(r"[?؟;？][\s\"'”’»)\]*]*$")
# "Query no." heads a column of numbers.
_NUMBER = re.compile(r"(?:\bids?|ID|\bno|\bnr|\bnumber|#|\bref|\bdate)\W*$", re.IGNORECASE)
_GREEK = re.compile(r"[α-ωά-ώ]{3}")
_MARK = re.compile(r"^\s*(?:>\s?)*\s*(?P<star>\*\s)?")
_LAYERS = frozenset({Layer.BODY, Layer.TEXTBOX, Layer.IMAGE})


class Part(StrEnum):
    """The part of an exchange in which a name stands."""

    ASKED = "asked"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: a question, an answer, or neither."""

    block: int
    start: int
    end: int
    label: Part | None = None
    asks: bool = False
    quoted: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, as the name in one of them sees it."""

    part: Part
    asked: tuple[Piece, ...]
    answered: tuple[Piece, ...]
    by_bidder: bool = False
    """The bidder answers the buyer, not the buyer the bidder."""


@dataclass(frozen=True, slots=True)
class _Words:
    asks: re.Pattern[str]
    answers: re.Pattern[str]
    bidder: re.Pattern[str]
    labels: re.Pattern[str]


class Exchanges:
    """The questions and answers of one document, looked for around the names only."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._pieces: dict[int, tuple[Piece, ...]] = {}
        self._heads: dict[int, tuple[str, ...]] = {}

    def around(self, block: int, at: int) -> Exchange | None:
        """Return the exchange in which the place `at` of a block stands, or None."""
        here = self._blocks[block]
        if here.cells:
            return self._of_row(block, at) or self._of_rows(block, at)
        if here.layer not in _LAYERS or len(here.text) > _LONG:
            return None
        for exchange in self._spoken(block):
            for part, pieces in (
                (Part.ASKED, exchange.asked),
                (Part.ANSWERED, exchange.answered),
            ):
                if any(one.block == block and one.start <= at < one.end for one in pieces):
                    return Exchange(part, exchange.asked, exchange.answered)
        return None

    def _of_row(self, block: int, at: int) -> Exchange | None:
        """Return the exchange of a row with a column of questions and one of answers."""
        cells = self._blocks[block].cells
        heads = self._headings(block)
        words = _words()
        asks = [n for n, head in enumerate(heads) if _named(words.asks, head)]
        # "Content requiring clarification | Query | Reply": the answer stands after the question.
        answers = [n for n, head in enumerate(heads) if _named(words.answers, head)]
        answers = [n for n in answers if asks and n > asks[0] and n not in asks]
        if not asks or not answers:
            return None
        own = next((n for n, c in enumerate(cells) if c.start <= at <= c.start + len(c.text)), -1)
        if own not in asks and own not in answers:
            return None
        # What the row is about may be said in a cell beside the question.
        topics = [n for n in range(asks[0]) if len(cells[n].text.split()) >= _TOPIC]
        return Exchange(
            Part.ASKED if own in asks else Part.ANSWERED,
            tuple(_whole(block, cells[n]) for n in (*topics, *asks)),
            tuple(_whole(block, cells[n]) for n in answers),
            any(words.bidder.search(heads[n]) for n in answers),
        )

    def _headings(self, block: int) -> tuple[str, ...]:
        """Return the headings of a row's cells: its own, or those of a row of words above it."""
        cells = self._blocks[block].cells
        own = tuple(cell.heading for cell in cells)
        words = _words()
        if any(own) or len(cells) < 2:
            return own
        if block not in self._heads:
            self._heads[block] = ()
            for at in range(block - 1, max(-1, block - _ROWS), -1):
                above = self._blocks[at]
                if not above.cells:
                    break
                if at in self._heads:
                    self._heads[block] = self._heads[at]
                    break
                texts = tuple(cell.text for cell in above.cells)
                both = (words.asks, words.answers)
                if all(any(_named(one, text) for text in texts) for one in both):
                    self._heads[block] = texts
                    break
        heads = self._heads[block]
        return heads if len(heads) == len(cells) else own

    def _of_rows(self, block: int, at: int) -> Exchange | None:
        """Return the exchange of a table whose rows ask and answer in turn."""
        cells = self._blocks[block].cells
        if len(cells) != 2 or at < cells[1].start:
            return None
        if self._row_asks(block):
            after = block + 1
            while after < len(self._blocks) and self._row_asks(after):
                after += 1
            if self._is_pair(after):
                return Exchange(Part.ASKED, (self._value(block),), (self._value(after),))
        elif block and self._row_asks(block - 1) and not self._row_asks(block):
            asked, answered = self._value(block - 1), self._value(block)
            bidder = bool(_words().bidder.search(cells[0].text))
            return Exchange(Part.ANSWERED, (asked,), (answered,), bidder)
        return None

    def _row_asks(self, block: int) -> bool:
        return self._is_pair(block) and _named(_words().asks, self._blocks[block].cells[0].text)

    def _is_pair(self, block: int) -> bool:
        return 0 <= block < len(self._blocks) and len(self._blocks[block].cells) == 2

    def _value(self, block: int) -> Piece:
        return _whole(block, self._blocks[block].cells[1])

    def _spoken(self, block: int) -> Iterator[Exchange]:
        """Yield the exchanges of the paragraphs around a block."""
        asked: list[Piece] = []
        answered: list[Piece] = []
        for piece in self._stream(block):
            if piece.label is Part.ASKED or (piece.label is None and _begins(piece, asked)):
                if asked and answered:
                    yield Exchange(Part.ASKED, tuple(asked), tuple(answered))
                if answered or piece.label is Part.ASKED or not asked:
                    asked, answered = [], []
                asked.append(piece)
            elif asked and (piece.label or not answered or _goes_on(piece, answered[-1])):
                answered.append(piece)
            elif asked:
                yield Exchange(Part.ASKED, tuple(asked), tuple(answered))
                asked, answered = [], []
        if asked and answered:
            yield Exchange(Part.ASKED, tuple(asked), tuple(answered))

    def _stream(self, block: int) -> Iterator[Piece]:
        low = high = block
        while low > max(0, block - _REACH) and self._is_prose(low - 1):
            low -= 1
        while high + 1 < min(len(self._blocks), block + _REACH) and self._is_prose(high + 1):
            high += 1
        for at in range(low, high + 1):
            if at not in self._pieces:
                self._pieces[at] = tuple(_split(at, self._blocks[at].text))
            yield from self._pieces[at]

    def _is_prose(self, block: int) -> bool:
        one = self._blocks[block]
        return not one.cells and one.layer in _LAYERS and len(one.text) <= _LONG


def _begins(piece: Piece, asked: Sequence[Piece]) -> bool:
    """Tell whether an unlabelled piece asks; one below a labelled question belongs to that."""
    return piece.asks and not (asked and asked[0].label)


def _goes_on(piece: Piece, last: Piece) -> bool:
    return piece.block == last.block and piece.quoted == last.quoted and not piece.asks


def _named(pattern: re.Pattern[str], heading: str) -> bool:
    if len(heading) > _HEADING or _NUMBER.search(heading):
        return False
    return pattern.search(heading) is not None


def _whole(block: int, cell: Cell) -> Piece:
    return Piece(block, cell.start, cell.start + len(cell.text))


def _split(block: int, text: str) -> Iterator[Piece]:
    """Yield the pieces of a paragraph: it breaks at labels, quotation marks and after questions."""
    cuts = {0: None, **{found.start("at"): found for found in _words().labels.finditer(text)}}
    for line in re.finditer(r"\n(?=\s*(?:>|\*\s|\d{1,2}[.)]\s))|(?<=[?？؟])\s*\n", text):
        cuts.setdefault(line.end(), None)
    places = sorted(cuts)
    for cut, high in zip(places, [*places[1:], len(text)], strict=True):
        label = cuts[cut]
        low, piece = cut, text[cut:high]
        mark = _MARK.match(piece)
        quoted = piece.lstrip().startswith(">")
        kind = None
        if label is not None:
            kind = Part.ASKED if label.group("asks") else Part.ANSWERED
        if not piece.strip():
            continue
        low = label.end() if label is not None else low
        asks = _ASKS.search(piece) is not None
        if asks and piece.rstrip().endswith(";"):
            asks = _GREEK.search(piece) is not None
        starred = mark is not None and bool(mark.group("star"))
        yield Piece(block, low, high, kind, asks, quoted, starred)


@cache
def _words() -> _Words:
    table = tomllib.loads(
        (files("analyser.judgement") / "exchanges.toml").read_text(encoding="utf-8")
    )
    heads, labels = table["headings"], table["labels"]
    number = r"(?:\s?[.:#]?\s?(?:n[o°º]?\.?\s?)?(?P<{0}>\d{{1,3}}[a-z]?))?"
    number += r"(?:\s?\([^)\n]{{1,25}}\))?"
    asks = f"(?P<asks>{labels['question']}{number.format('qn')})"
    says = f"(?P<says>{labels['reply']}{number.format('rn')})"
    # A bare letter, "A" or "Q", is a label only with a number or a colon after it.
    close = r"(?:\s?[:.)–—-]\s|\s?:|(?(qn)\s{2,}|(?(rn)\s{2,}|(?!))))"
    opening = r"(?:^|\n|(?<=[.?!;？؟»\"”)])\s)[ \t>*]*(?P<at>)"
    return _Words(
        re.compile(heads["asks"], re.IGNORECASE),
        re.compile(heads["answers"], re.IGNORECASE),
        re.compile(heads["bidder"], re.IGNORECASE),
        re.compile(f"{opening}(?:{asks}|{says}){close}", re.IGNORECASE),
    )
