"""What the documents of a tender say firmly enough to speak for what another leaves open.

A number that stands beside its maker is that maker's whatever the text does with it. A maker speaks
for other numbers and names only where its goods are offered, asked for or in use: a list of banned
makers stands in half of all tenders and says nothing about what is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analyser.bidders import bidder_of
from analyser.finding import Assessment, Disposition, Judged, Mention, Route, Stance
from analyser.matching.code_shapes import codes_in, is_code

LOUD = frozenset({Disposition.FLAGGED, Disposition.REVIEW})
ACTIVE = frozenset({Stance.OFFERED, Stance.SPECIFIED})
IN_USE = ACTIVE | {Stance.EXISTING}

AGAINST = frozenset({"hard-negative-context", "other-sense", "person-or-place", "other-brand"})
"""Evidence that the words are something else: such words neither speak nor are spoken for."""

FIRM_FROM = 0.55
"""Confidence from which a number's place says for sure whose it is."""

KEPT = 2
"""Vouchers kept of one kind from one bidder's papers: the best, and the best elsewhere."""

CITED = 90
"""Characters of a passage that are cited."""

ANY = "*"

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voucher:
    """A place that speaks for others."""

    path: str
    cited: str
    """The document, the place and the passage, for a person."""

    firm: bool
    flagged: bool
    confidence: float
    mention: Mention

    @property
    def equipment(self) -> str:
        """The class of the goods that it speaks of."""
        return self.mention.equipment

    @property
    def rank(self) -> tuple[bool, bool, float, str]:
        """The sorting key: what says most comes first."""
        return not self.firm, not self.flagged, -self.confidence, self.path


@dataclass(slots=True)
class Vouchers:
    """The best vouchers of a tender by what they speak for, and by whose papers they stand in."""

    _held: dict[Key, dict[str, list[Voucher]]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    """The numbers and codes that stand firmly beside a maker's name, squeezed."""

    claimed: set[str] = field(default_factory=set)
    """Codes of rows that name another make, squeezed: they are nobody's for sure."""

    def add(self, key: Key, voucher: Voucher) -> None:
        """Keep `voucher` if it is among the best of its kind."""
        by_bidder = self._held.setdefault(key, {})
        held = by_bidder.setdefault(bidder_of(voucher.path), [])
        others = [one for one in held if one.path != voucher.path]
        same = [one for one in held if one.path == voucher.path]
        best = min((*same, voucher), key=lambda one: one.rank)
        held[:] = sorted((*others, best), key=lambda one: one.rank)[:KEPT]

    def number(self, maker: str, text: str, path: str) -> Voucher | None:
        """Return what says that the number `text` is the maker's, in another document."""
        return self._best((("number", maker, squeezed(text)),), path)

    def code(self, text: str, path: str) -> Voucher | None:
        """Return what says whose the code `text` is, in another document; read by any numbering."""
        letters = squeezed(text)
        if letters not in self.codes or letters in self.claimed:
            return None
        return self._best((("code", letters),), path)

    def maker(self, vendor: str, equipment: str, path: str) -> Voucher | None:
        """Return where goods of the vendor's stand, of the class `equipment` if that is known."""
        classes = (equipment, "") if equipment else (ANY,)
        return self._best([("maker", vendor, one) for one in classes], path)

    def name(self, vendor: str, alias: str, equipment: str, path: str) -> Voucher | None:
        """Return where the vendor, or its doubtful name, stands with goods of the same class."""
        kind = equipment or ANY
        return self._best((("maker", vendor, kind), ("name", vendor, alias, kind)), path)

    def _best(self, keys: Iterable[Key], path: str) -> Voucher | None:
        """Return the best voucher outside `path` that is not another bidder's."""
        own = bidder_of(path)
        found = [
            voucher
            for key in keys
            for bidder, held in self._held.get(key, {}).items()
            if not own or bidder in ("", own)
            for voucher in held
            if voucher.path != path
        ]
        return min(found, key=lambda one: one.rank, default=None)


def vouchers_of(documents: Sequence[Assessment]) -> Vouchers:
    """Return what the `documents` of one tender say for each other."""
    held = Vouchers()
    for document in documents:
        for one in document.mentions:
            for key in _keys(one):
                held.add(key, _voucher(document, one))
                if key[0] == "code":
                    held.codes.add(key[1])
    if held.codes:
        for document in documents:
            held.claimed.update(_claimed(document))
    return held


def _claimed(document: Assessment) -> Iterable[str]:
    """Yield the codes of rows under makes that lead to no listed maker."""
    for line in document.lines:
        if line.make and not line.makers:
            for start, end in codes_in(line.text):
                yield squeezed(line.text[start:end])


def _keys(one: Judged) -> Iterable[Key]:
    """Yield what a mention speaks for."""
    mention, kinds = one.mention, kinds_of(one)
    if mention.needs_context or one.disposition is Disposition.CLEARED or kinds & AGAINST:
        return
    if mention.is_number:
        for maker in mention.makers:
            yield "number", maker, squeezed(mention.text)
        if not mention.weak and is_code(mention.text):
            yield "code", squeezed(mention.text)
    if mention.route is Route.TELLTALE or one.withdrawn or one.disposition not in LOUD:
        return
    if not mention.weak and one.stance in IN_USE:
        for who in dict.fromkeys((mention.vendor, *mention.makers)):
            yield "maker", who, mention.equipment
            yield "maker", who, ANY
    elif one.stance in ACTIVE and not mention.is_number:
        yield "name", mention.vendor, mention.alias, mention.equipment
        yield "name", mention.vendor, mention.alias, ANY


def _voucher(document: Assessment, one: Judged) -> Voucher:
    where = one.where or (f"page {one.page}" if one.page is not None else "its text")
    place = f"page {one.page}, {where}" if one.where and one.page is not None else where
    return Voucher(
        path=document.path,
        cited=f"{document.path!r} ({place}): {_short(one)!r}",
        firm=not one.mention.weak and one.confidence >= FIRM_FROM,
        flagged=one.disposition is Disposition.FLAGGED,
        confidence=one.confidence,
        mention=one.mention,
    )


def _short(one: Judged) -> str:
    """Return the words around a mention, as many as a line holds."""
    text, words = one.context, " ".join(one.mention.text.split())
    if len(text) <= CITED:
        return text
    at = max(0, text.find(words))
    low = max(0, min(at - CITED // 3, len(text) - CITED))
    return f"{'…' if low else ''}{text[low : low + CITED].strip()}…"


def kinds_of(one: Judged) -> frozenset[str]:
    """Return the kinds of evidence of a mention."""
    return frozenset(piece.kind for piece in one.mention.evidence)


def squeezed(number: str) -> str:
    """Return a number without what setting and reading change: separators, O for 0, I for 1."""
    letters = "".join(char for char in number.upper() if char.isalnum())
    return letters.replace("O", "0").replace("I", "1")
