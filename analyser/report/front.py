"""What stands on the first page: figures, coverage, facts needed, next steps.

Apart from the findings because every number here is also to be had from findings.json, and a
test recomputes it from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analyser.document import Unread
from analyser.dossier import Run
from analyser.finding import Assessment, Disposition, Finding, Role
from analyser.outcome import Outcome
from analyser.report.drawings import coverage_chart
from analyser.report.order import (
    facts_needed,
    folds,
    outcome_rank,
    passed_over,
    ranked,
    reaching,
)
from analyser.report.questions import pack_questions, unknown_lines
from analyser.report.shown import PackView
from analyser.report.view import LOUD, Desk, of_own_country
from analyser.report.wording import Words

NOT_KNOWN = "not known"
"""As `Profile.described` says it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with the place in the page that it is about."""

    text: str
    target: str
    """Anchor, or `""`."""


Ruled = tuple[Outcome, tuple[str, ...]]
"""A rule and the makers it was held against."""


@dataclass(frozen=True, slots=True)
class Front:
    """The first page."""

    figures: dict[str, int]
    chart: Markup
    unread: tuple[tuple[Assessment, Unread], ...]
    notes: tuple[tuple[Assessment, str], ...]
    hints: tuple[tuple[str, tuple[str, ...]], ...]
    """Question and the documents that raise it."""

    known: tuple[tuple[str, str], ...]
    """What was told of the purchase: label and value."""

    unknown: tuple[str, ...]
    """Labels of what was not."""

    facts: tuple[tuple[str, int], ...]
    """Words for a fact and how many outcomes hang on it."""

    rules: tuple[Ruled, ...]
    """Rules that reach a finding, then those of the buyer's own country that are not in force."""

    folded: tuple[Ruled, ...]
    """Rules of the buyer's own country that do not bind it or do not cover what was found."""

    steps: tuple[Step, ...]


def front(run: Run, packs: Sequence[PackView], desk: Desk) -> Front:
    """Return the first page of `run`."""
    words = desk.words
    loud = [finding for _, finding in ranked(run.documents, LOUD)]
    counted = figures(run)
    facts = tuple((words.named("needs", need), count) for need, count in facts_needed(loud))
    rules = _rules(loud, desk)
    return Front(
        figures=counted,
        chart=_chart(counted, words),
        unread=tuple((each, unread) for each in _by_path(run) for unread in each.unread),
        notes=tuple((each, note) for each in _by_path(run) for note in each.notes),
        hints=_hints(run),
        known=tuple(pair for pair in run.profile.described() if pair[1] != NOT_KNOWN),
        unknown=tuple(label for label, value in run.profile.described() if value == NOT_KNOWN),
        facts=facts,
        rules=tuple(each for each in rules if not folds(each[0])),
        folded=tuple(each for each in rules if folds(each[0])),
        steps=_steps(run, packs, counted, facts, words),
    )


def figures(run: Run) -> dict[str, int]:
    """Return the numbers of the first page by name."""
    dispositions = Counter(
        finding.disposition for each in run.documents for finding in each.findings
    )
    units = {"total": 0, "read": 0, "by_ocr": 0, "missing": 0, "pictures": 0, "pictures_read": 0}
    for each in run.documents:
        coverage = each.coverage
        units["total"] += coverage.total
        units["read"] += coverage.read
        units["by_ocr"] += coverage.by_ocr
        units["missing"] += max(0, coverage.total - coverage.read)
        units["pictures"] += coverage.pictures
        units["pictures_read"] += coverage.pictures_read
    return {
        "documents": len(run.documents),
        "flagged": dispositions[Disposition.FLAGGED],
        "review": dispositions[Disposition.REVIEW],
        "noted": dispositions[Disposition.NOTED],
        "contradictions": sum(len(pack.contradictions) for pack in run.packs),
        "unread": sum(len(each.unread) for each in run.documents),
        "unknown_makers": sum(
            line.line.status == "unknown" for pack in run.packs for line in pack.bill
        ),
        "by_text": units["read"] - units["by_ocr"],
        **units,
    }


def _by_path(run: Run) -> list[Assessment]:
    return sorted(run.documents, key=lambda each: each.path)


def _chart(counted: dict[str, int], words: Words) -> Markup:
    if not counted["total"]:
        return Markup("")
    label = words(
        "rely.chart",
        text=words.number(counted["by_text"]),
        ocr=words.number(counted["by_ocr"]),
        unread=words.number(counted["missing"]),
    )
    parts = [(name, counted[name]) for name in ("by_text", "by_ocr", "missing")]
    return coverage_chart(parts, label)


def _hints(run: Run) -> tuple[tuple[str, tuple[str, ...]], ...]:
    raised: dict[str, list[str]] = {}
    for each in _by_path(run):
        for hint in each.hints:
            raised.setdefault(hint, []).append(each.path)
    return tuple((hint, tuple(paths)) for hint, paths in raised.items())


def _rules(findings: Sequence[Finding], desk: Desk) -> tuple[Ruled, ...]:
    """Return each rule once, as it stands at its hardest, with the makers concerned."""
    best: dict[str, Outcome] = {}
    makers: dict[str, dict[str, None]] = {}
    for finding in findings:
        own = (
            each for each in passed_over(finding) if of_own_country(each, desk.run, desk.context)
        )
        for outcome in (*reaching(finding), *own):
            known = best.get(outcome.regime)
            if known is None or outcome_rank(outcome) < outcome_rank(known):
                best[outcome.regime] = outcome
            makers.setdefault(outcome.regime, {})[finding.name] = None
    ordered = sorted(best.values(), key=outcome_rank)
    return tuple((outcome, tuple(makers[outcome.regime])) for outcome in ordered)


def _steps(
    run: Run,
    packs: Sequence[PackView],
    counted: dict[str, int],
    facts: Sequence[tuple[str, int]],
    words: Words,
) -> tuple[Step, ...]:
    loud = ranked(run.documents, LOUD)
    own = sum(assessment.role is Role.TENDER for assessment, _ in loud)
    by_path = {each.path: each for each in run.documents}
    questions = sum(len(pack_questions(view.pack, by_path, words)) for view in packs)
    unknown = sum(len(unknown_lines(view.pack, by_path)) for view in packs)
    wanted = (
        (counted["unread"], "unread", "part", "unread"),
        (counted["flagged"], "flagged", "finding", "found"),
        (counted["review"], "review", "finding", "found"),
        (len(facts), "facts", "", "reach"),
        (counted["contradictions"], "contradictions", "contradiction", "found"),
        (own, "tender_text", "finding", "found"),
        (unknown, "unknown_makers", "line", ""),
        (questions, "ask", "question", ""),
    )
    steps = []
    for number, key, noun, target in wanted:
        if not number:
            continue
        values = {"fact": facts[0][0]} if key == "facts" else {"count": words.count(number, noun)}
        steps.append(Step(words(f"next.{key}", **values), target))
    steps.append(Step(words("next.keep" if steps else "next.nothing"), ""))
    return tuple(steps)
