"""One tender: what a document leaves open and another of the same tender settles.

A price sheet with "HP785" names neither goods nor maker; the letter beside it offers Hytera radios.
Each document is judged by itself first, so that it may be remembered by itself; when all of a
tender are in, what they say of each other is laid over them. What is raised here vouches for
nothing in turn. How firm a name must be to speak: `vouchers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analyser.asking import Asking
from analyser.catalogue import Catalogue
from analyser.code_rows import open_rows, raised_rows
from analyser.finding import (
    ALONE,
    LOUDNESS,
    Assessment,
    Evidence,
    Judged,
    Route,
)
from analyser.judgement.rejudging import rejudged, relined
from analyser.lists.load import Lists
from analyser.matching.lineage import led
from analyser.pack import pack_name
from analyser.profile import Profile
from analyser.vouchers import AGAINST, IN_USE, LOUD, Vouchers, kinds_of, squeezed, vouchers_of

AS_LISTED = frozenset({"exact-name", "native-name", "product-line"})
"""Evidence of a name as the lists have it."""

ON_ROW = frozenset({"price-on-row", "quantity-on-row", "column-make"})
"""Evidence that the row of a table lists goods."""

SHORT = 5
"""Letters and digits below which a number is anybody's in running text: "A-76", "EC25"."""


def vouched(
    documents: Sequence[Assessment],
    lists: Lists,
    buyer: Callable[[str], Profile],
    as_of: str,
) -> list[Assessment]:
    """Return `documents` in their order, with what those of one tender say for each other.

    Args:
        documents: Of any number of tenders, each judged by itself.
        lists: What they were judged with.
        buyer: Gives the purchase that a tender, known by name, is.
        as_of: The day that the regimes are asked about.
    """
    packs: dict[str, list[int]] = {}
    for index, one in enumerate(documents):
        packs.setdefault(pack_name(one.path), []).append(index)
    made = list(documents)
    asking = Asking(lists)
    for name, indexes in packs.items():
        own = [documents[index] for index in indexes]
        if len(own) < 2 or not any(map(left_open, own)):
            continue
        held = vouchers_of(own)
        for index in indexes:
            raised = _raised(documents[index], held, lists.catalogue)
            if raised:
                laid = _laid_over(documents[index], raised)
                made[index] = asking.again(laid, buyer(name), as_of)
    return made


def left_open(document: Assessment) -> bool:
    """Return whether `document` holds anything that another of its tender may speak for."""
    return bool(_candidates(document)) or any(open_rows(document))


def _candidates(document: Assessment) -> list[Judged]:
    """Return what of a document another may speak for."""
    return [*document.withheld, *(one for one in document.mentions if _stays_low(one))]


def _stays_low(one: Judged) -> bool:
    """Whether a mention is noted, or for review at most, for want of evidence about its maker."""
    mention = one.mention
    if mention.route is Route.TELLTALE or "other-brand" in kinds_of(one):
        return False
    return mention.needs_context or (mention.weak and mention.is_number)


def _raised(
    document: Assessment, held: Vouchers, catalogue: Catalogue
) -> dict[tuple[int, int, int], Judged]:
    """Return the mentions of a document that others raise, by their place in it."""
    found = {}
    for one in _candidates(document):
        spoken = _spoken(one, document.path, held)
        if spoken is None:
            continue
        made = _as_spoken(one, spoken, catalogue)
        louder = ALONE in kinds_of(one) or (LOUDNESS[made.disposition] > LOUDNESS[one.disposition])
        if louder and made.disposition in LOUD:
            found[_place(one)] = made
    read = {(one.page, one.where, one.mention.text) for one in found.values()}
    for one in raised_rows(document, held):
        if (one.page, one.where, one.mention.text) not in read:
            found[_place(one)] = one
    return found


def _place(one: Judged) -> tuple[int, int, int]:
    return one.mention.block, one.mention.start, one.mention.end


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What another document says for a candidate."""

    evidence: Evidence
    makers: tuple[str, ...]
    firm: bool


def _spoken(one: Judged, path: str, held: Vouchers) -> _Spoken | None:
    if kinds_of(one) & AGAINST:
        return None
    if one.mention.is_number:
        return _same_number(one, path, held) or _same_maker(one, path, held)
    return _same_name(one, path, held)


def _same_number(one: Judged, path: str, held: Vouchers) -> _Spoken | None:
    """Return what is said where the very number stands elsewhere with its maker."""
    mention = one.mention
    spoken = [
        (maker, voucher)
        for maker in mention.makers
        if (voucher := held.number(maker, mention.text, path)) is not None
    ]
    if not spoken:
        return None
    maker, best = min(spoken, key=lambda pair: pair[1].rank)
    words = f"the same number stands in {best.cited}"
    return _Spoken(Evidence("number-in-tender", words), (maker,), best.firm)


def _same_maker(one: Judged, path: str, held: Vouchers) -> _Spoken | None:
    """Return what is said where the number's maker is in the tender with goods of its class."""
    mention = one.mention
    if len(squeezed(mention.text)) < SHORT and not kinds_of(one) & ON_ROW:
        return None
    best = held.maker(mention.vendor, mention.equipment, path)
    if best is None:
        return None
    named = Evidence("maker-in-tender", f"its maker is named in {best.cited}")
    kinds = kinds_of(one)
    # With goods of its kind around it, or of a numbering that few others share, the maker's offer
    # in the same tender leaves no other reading.
    distinct = bool(kinds & {"part-medium", "product-context"}) and "part-uncertain" not in kinds
    alike = bool(mention.equipment) and mention.equipment == best.equipment
    return _Spoken(named, mention.makers, best.flagged and distinct and alike)


def _same_name(one: Judged, path: str, held: Vouchers) -> _Spoken | None:
    """Return what is said for a name that others bear, where its row lists goods.

    In sentences such words stand for other things far oftener ("GSS", "LTS"). Never for a word in
    small letters, a misspelling, or a product line that is a word of the language ("Air") without
    its model's number.
    """
    mention, kinds = one.mention, kinds_of(one)
    if mention.text.islower() or "lower-case" in kinds or not kinds & AS_LISTED:
        return None
    if {"ordinary-word", "product-line"} <= kinds and "line-number" not in kinds:
        return None
    if one.stance not in IN_USE or not kinds & ON_ROW:
        return None
    if not (mention.equipment or _fills_its_cell(one)):
        return None
    best = held.name(mention.vendor, mention.alias, mention.equipment, path)
    if best is None:
        return None
    words = Evidence("maker-in-tender", f"the brand is named with such goods in {best.cited}")
    return _Spoken(words, mention.makers, False)


def _fills_its_cell(one: Judged) -> bool:
    """Whether a name is all that a cell says, its model's number aside: "Tapo", "Tapo C200".

    Of a vendor of many goods nothing else tells whether the name stands for any of them.
    """
    own = one.mention.text.casefold().split()
    for cell in one.context.casefold().split(" | "):
        words = cell.split()
        if words[: len(own)] == own:
            return all(any(map(str.isdigit, word)) for word in words[len(own) :])
    return False


def _as_spoken(one: Judged, spoken: _Spoken, catalogue: Catalogue) -> Judged:
    way = led(catalogue, one.mention.vendor)
    weak = not spoken.firm or way is None or way.weak
    return rejudged(one, spoken.evidence, makers=spoken.makers, weak=weak)


def _laid_over(document: Assessment, raised: dict[tuple[int, int, int], Judged]) -> Assessment:
    """Return `document` with the `raised` mentions in their places; findings are yet to be made."""
    kept = [one for one in document.mentions if _place(one) not in raised]
    mentions = sorted([*kept, *raised.values()], key=_place)
    return replace(
        document,
        mentions=tuple(mentions),
        lines=relined(document.lines, list(raised.values())),
        withheld=tuple(one for one in document.withheld if _place(one) not in raised),
    )
