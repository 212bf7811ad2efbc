"""What becomes of a judged mention when another document of its tender speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyser.finding import ALONE, EquipmentLine, Evidence, Judged, Stance
from analyser.judgement.confidence import confidence, load_weights, reasons, weighed
from analyser.judgement.disposition import disposition_for
from analyser.judgement.lines import status_of


def rejudged(one: Judged, spoken: Evidence, *, makers: Sequence[str], weak: bool) -> Judged:
    """Return `one` with what was `spoken` for it; its stance stays as its own text has it.

    Args:
        one: The mention as its document alone had it judged.
        spoken: The evidence of the other document.
        makers: Whose it is now.
        weak: Whether it is for review at most.
    """
    weights = load_weights()
    own = [piece for piece in one.mention.evidence if piece.kind != ALONE]
    counted = weighed([*own, spoken], weights)
    sure = confidence(counted, weights)
    mention = replace(
        one.mention, makers=tuple(makers), evidence=counted, weak=weak, needs_context=False
    )
    why = list(reasons(counted))
    why += [line for line in one.why if line not in why and line.startswith("·")]
    return replace(
        one,
        mention=mention,
        confidence=round(sure, 4),
        disposition=disposition_for(mention, one.stance, sure, one.active, one.withdrawn),
        why=tuple(line for line in why if line != f"· {_words(one, ALONE)}"),
    )


def _words(one: Judged, kind: str) -> str:
    return next((piece.words for piece in one.mention.evidence if piece.kind == kind), "")


def relined(lines: Sequence[EquipmentLine], raised: Sequence[Judged]) -> tuple[EquipmentLine, ...]:
    """Return a document's rows of equipment with what the `raised` mentions say of them."""
    made = list(lines)
    for one in raised:
        words = " ".join(one.mention.text.split())
        rows = [
            index
            for index, line in enumerate(made)
            if (line.page, line.where) == (one.page, one.where) and words in line.text
        ]
        for index in rows:
            made[index] = _told(made[index], one, words)
        if not rows and one.stance in (Stance.OFFERED, Stance.SPECIFIED):
            bare = EquipmentLine(
                one.page, one.where, one.context, "", "", "", "unknown", text=one.context
            )
            made.append(_told(bare, one, words))
    return tuple(made)


def _told(line: EquipmentLine, one: Judged, words: str) -> EquipmentLine:
    status, makers = status_of([one], ())
    number = one.mention.is_number
    return replace(
        line,
        status="restricted" if "restricted" in (status, line.status) else status,
        makers=tuple(dict.fromkeys((*line.makers, *makers))),
        make=line.make or ("" if number else words),
        model=line.model or (words if number else ""),
        stance=one.stance if line.stance is Stance.UNCLEAR else line.stance,
    )
