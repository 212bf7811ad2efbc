"""Who was met in a document, kept beside its assessment so that nobody need unpack it to know."""

from __future__ import annotations

from collections.abc import Iterable

from analyser.finding import Assessment


def met_in(assessment: Assessment) -> frozenset[str]:
    """Return the vendors and makers that `assessment` speaks of, by id."""
    met: set[str] = set()
    for one in (*assessment.mentions, *assessment.withheld):
        met.add(one.mention.vendor)
        met.update(one.mention.makers)
    for line in assessment.lines:
        met.update(line.makers, line.make_vendors)
    for statement in assessment.statements:
        met.update(statement.makers)
    return frozenset(met)


def as_text(met: Iterable[str]) -> str:
    """Return ids as a column holds them."""
    return "\n".join(sorted(met))


def from_text(text: str) -> frozenset[str]:
    """Return the ids of a column."""
    return frozenset(text.split("\n")) if text else frozenset()
