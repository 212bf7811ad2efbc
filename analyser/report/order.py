"""What is shown first: the order of findings, rules and facts.

Apart because the page, the letter and the workbook must agree on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyser.finding import LOUDNESS, Assessment, Disposition, Finding
from analyser.outcome import Applicability, Consequence, Outcome

REACHING = (Applicability.APPLIES, Applicability.APPLIES_IF, Applicability.ADVISORY)

_OUTCOME_RANK = {outcome: rank for rank, outcome in enumerate(Applicability)}
_CONSEQUENCE_RANK = {
    consequence: rank
    for rank, consequence in enumerate(
        (
            Consequence.PROHIBITED,
            Consequence.EXCLUDE,
            Consequence.REMOVE,
            Consequence.WAIVER,
            Consequence.ASK_DECLARATION,
            Consequence.DISCRETIONARY,
            Consequence.ADVISORY,
            Consequence.NONE,
        )
    )
}


def outcome_rank(outcome: Outcome) -> tuple[float, int, str]:
    """Return the sorting key of `outcome`: whether it reaches, how hard, then its id."""
    rank: float = _OUTCOME_RANK[outcome.outcome]
    if outcome.of_bidder and outcome.outcome is Applicability.APPLIES_IF:
        # A brand is not a bidder: what only a supplier could meet stands below all that the
        # goods meet, advice included, until the bidder is known to be the maker.
        rank = _OUTCOME_RANK[Applicability.ADVISORY] + 0.5
    return (
        rank,
        _CONSEQUENCE_RANK[outcome.consequence],
        outcome.regime,
    )


def reaching(finding: Finding) -> tuple[Outcome, ...]:
    """Return the outcomes that concern the buyer, the hardest first."""
    return tuple(
        sorted((each for each in finding.outcomes if each.outcome in REACHING), key=outcome_rank)
    )


def passed_over(finding: Finding) -> tuple[Outcome, ...]:
    """Return the outcomes that do not concern the buyer: not bound, out of scope, not in force."""
    return tuple(
        sorted(
            (each for each in finding.outcomes if each.outcome not in REACHING), key=outcome_rank
        )
    )


def folds(outcome: Outcome) -> bool:
    """Say whether `outcome` is one of those that are folded: it does not concern this purchase.

    What is not yet, or no longer, in force stays in sight: the day decides, and days move.
    """
    return outcome.outcome in (Applicability.NOT_BOUND, Applicability.OUT_OF_SCOPE)


def finding_rank(assessment: Assessment, finding: Finding) -> tuple[object, ...]:
    """Return the sorting key of `finding` in `assessment`: the gravest first."""
    reached = reaching(finding)
    hardest = outcome_rank(reached[0])[:2] if reached else (len(_OUTCOME_RANK), 0)
    return (
        -LOUDNESS[finding.disposition],
        *hardest,
        -finding.confidence,
        assessment.path,
        finding.maker,
    )


def mention_order(assessment: Assessment, indexes: Iterable[int]) -> list[int]:
    """Return `indexes` of mentions, the loudest first and then as they stand in the document."""
    return sorted(
        indexes, key=lambda index: (-LOUDNESS[assessment.mentions[index].disposition], index)
    )


def passages(assessment: Assessment, indexes: Iterable[int]) -> list[tuple[int, ...]]:
    """Return `indexes` grouped by passage: mentions of one sentence that are judged alike."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for index in mention_order(assessment, indexes):
        judged = assessment.mentions[index]
        key: tuple[object, ...] = (
            judged.page,
            judged.where,
            judged.context or index,
            judged.stance,
            judged.disposition,
        )
        groups.setdefault(key, []).append(index)
    return [tuple(group) for group in groups.values()]


def ranked(
    documents: Iterable[Assessment], dispositions: Sequence[Disposition]
) -> list[tuple[Assessment, Finding]]:
    """Return the findings of `documents` that have one of `dispositions`, the gravest first."""
    pairs = [
        (assessment, finding)
        for assessment in documents
        for finding in assessment.findings
        if finding.disposition in dispositions
    ]
    return sorted(pairs, key=lambda pair: finding_rank(*pair))


def facts_needed(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """Return the facts that are still needed, with the number of rules that each decides.

    The rules give their needs in the order in which asking pays; a fact that comes first
    somewhere comes before those that never do.
    """
    deciding: dict[str, set[str]] = {}
    foremost: dict[str, int] = {}
    for finding in findings:
        for outcome in reaching(finding):
            for rank, need in enumerate(outcome.needs):
                deciding.setdefault(need, set()).add(outcome.regime)
                foremost[need] = min(rank, foremost.get(need, rank))
    counted = [(need, len(rules)) for need, rules in deciding.items()]
    return sorted(counted, key=lambda item: (foremost[item[0]], -item[1], item[0]))
