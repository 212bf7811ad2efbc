"""Rows whose only clue is a code that stands beside its maker's name elsewhere in the tender.

No list holds every number of a maker. "Huawei E5186s-22a" in a method statement says whose
"E5186s-22a" is in the price sheet, though no numbering reads it. For review at most: what stands
beside a name is now and then the code of an accessory.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyser.document import Layer
from analyser.finding import (
    Assessment,
    Disposition,
    EquipmentLine,
    Evidence,
    Judged,
    Mention,
    Role,
    Stance,
)
from analyser.judgement.rejudging import rejudged
from analyser.matching.code_shapes import codes_in
from analyser.vouchers import Voucher, Vouchers, squeezed

SHORTEST = 5
"""Letters and digits of a code that two documents have in common by no chance."""

AFTER_ALL = 1_000_000_000
"""Rows of equipment do not tell their block: these mentions follow those that do, in order."""

UNREAD = Evidence("part-unread", "a code that no numbering of the lists reads")


def open_rows(document: Assessment) -> Iterator[tuple[int, EquipmentLine]]:
    """Yield the rows of `document`, with their places among its lines, that name no maker."""
    for index, line in enumerate(document.lines):
        if line.status == "unknown" and not line.make and not line.makers:
            yield index, line


def raised_rows(document: Assessment, held: Vouchers) -> Iterator[Judged]:
    """Yield a mention for each code in an open row that another document gives a maker."""
    if not held.codes:
        return
    for index, line in open_rows(document):
        for start, end in codes_in(line.text):
            code = line.text[start:end]
            voucher = held.code(code, document.path) if len(squeezed(code)) >= SHORTEST else None
            if voucher is not None:
                yield _raised(document, line, (index, start, end), voucher)


def _raised(
    document: Assessment, line: EquipmentLine, place: tuple[int, int, int], voucher: Voucher
) -> Judged:
    index, start, end = place
    counted = [Evidence("quantity-on-row", f"a quantity on the row ({line.quantity})")]
    listed = bool(line.quantity) and document.role in (Role.BID, Role.CORRESPONDENCE)
    there = voucher.mention
    own = Judged(
        mention=Mention(
            block=AFTER_ALL + index,
            start=start,
            end=end,
            text=line.text[start:end],
            makers=there.makers,
            chain=there.chain,
            route=there.route,
            vendor=there.vendor,
            alias=there.alias,
            evidence=(UNREAD, *(counted if line.quantity else ())),
            weak=True,
            equipment=there.equipment,
            resold=there.resold,
        ),
        stance=Stance.OFFERED if listed else Stance.UNCLEAR,
        stance_cue=f"the quantity {line.quantity!r} in a bidder's row" if listed else "",
        confidence=0.0,
        disposition=Disposition.NOTED,
        why=(),
        page=line.page,
        where=line.where,
        layer=Layer.TABLE.value,
        context=line.text,
    )
    words = f"the same code stands beside its maker in {voucher.cited}"
    return rejudged(own, Evidence("number-in-tender", words), makers=there.makers, weak=True)
