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
from analyser.finding import Assessment, Disposition, Finding, Role, Stance
from analyser.outcome import Outcome
from analyser.report.drawings import coverage_chart
from analyser.report.order import folds, outcome_rank, passed_over, ranked, reaching
from analyser.report.products import LOUD
from analyser.report.purchase import Purchase, answered, plain, purchase
from analyser.report.questions import asks_for
from analyser.report.shown import PackView
from analyser.report.unnamed import unknown_lines
from analyser.report.view import Desk, of_own_country
from analyser.report.warned import warnings
from analyser.report.wording import Words


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

    purchase: Purchase
    warnings: tuple[str, ...]
    rules: tuple[Ruled, ...]
    """Rules that reach a finding, then those of the buyer's own country that are not in force."""

    folded: tuple[Ruled, ...]
    """Rules of the buyer's own country that do not bind it or do not cover what was found."""

    steps: tuple[Step, ...]


def front(run: Run, packs: Sequence[PackView], desk: Desk) -> Front:
    """Return the first page of `run`."""
    words = desk.words
    loud = ranked(run.documents, LOUD)
    counted = figures(run)
    rulebook = desk.context.rulebook
    bought = purchase(run, run.packs, [finding for _, finding in loud], rulebook, words)
    rules = _rules(loud, desk)
    return Front(
        figures=counted,
        chart=_chart(counted, words),
        unread=tuple((each, unread) for each in _by_path(run) for unread in each.unread),
        notes=tuple((each, note) for each in _by_path(run) for note in each.notes),
        hints=_hints(run, desk),
        purchase=bought,
        warnings=warnings(run, bought, desk.context, words),
        rules=tuple(each for each in rules if not folds(each[0])),
        folded=tuple(each for each in rules if folds(each[0])),
        steps=_steps(run, packs, counted, bought, desk),
    )


def figures(run: Run) -> dict[str, int]:
    """Return the numbers of the first page by name."""
    dispositions = Counter(
        finding.disposition for each in run.documents for finding in each.findings
    )
    units = {"total": 0, "read": 0, "by_ocr": 0, "missing": 0, "pictures": 0, "pictures_read": 0}
    for each in run.documents:
        coverage = each.coverage
        units["total"] += max(coverage.total, coverage.read + _missing(each))
        units["read"] += coverage.read
        units["by_ocr"] += coverage.by_ocr
        units["missing"] += _missing(each)
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


def _missing(document: Assessment) -> int:
    """Return how many parts of `document` were not read.

    A damaged file has no pages to count, and a picture or an attachment is no page: what could
    not be read of them is not nothing, and the bar must not be whole without it.
    """
    coverage = document.coverage
    return max(0, coverage.total - coverage.read) or len(document.unread)


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


def _hints(run: Run, desk: Desk) -> tuple[tuple[str, tuple[str, ...]], ...]:
    raised: dict[str, list[str]] = {}
    for each in _by_path(run):
        for hint in each.hints:
            if not answered(hint, desk.profile(each)):
                raised.setdefault(plain(hint), []).append(each.path)
    return tuple((hint, tuple(paths)) for hint, paths in raised.items())


def _rules(loud: Sequence[tuple[Assessment, Finding]], desk: Desk) -> tuple[Ruled, ...]:
    """Return each rule once an answer, with the makers that the answer is about and no other.

    A rule on drones reaches the maker of the drones: the cameras found beside them are not its
    affair, and their maker's name beside it would say so.
    """
    best: dict[tuple[str, ...], Outcome] = {}
    makers: dict[tuple[str, ...], dict[str, None]] = {}
    for assessment, finding in loud:
        own = (each for each in passed_over(finding) if of_own_country(each, assessment, desk))
        for outcome in (*reaching(finding), *own):
            key = (outcome.regime, outcome.outcome, outcome.consequence)
            best.setdefault(key, outcome)
            makers.setdefault(key, {})[finding.name] = None
    ordered = sorted(best, key=lambda key: outcome_rank(best[key]))
    return tuple((best[key], tuple(makers[key])) for key in ordered)


def _steps(
    run: Run, packs: Sequence[PackView], counted: dict[str, int], bought: Purchase, desk: Desk
) -> tuple[Step, ...]:
    words = desk.words
    own = [
        (assessment, finding)
        for assessment, finding in ranked(run.documents, LOUD)
        if assessment.role is Role.TENDER
    ]
    asked = sum(any(asks_for(each, one) for one in found.mentions) for each, found in own)
    installed = sum(
        found.stance is Stance.EXISTING and not any(asks_for(each, one) for one in found.mentions)
        for each, found in own
    )
    by_path = {each.path: each for each in run.documents}
    questions = sum(len(view.questions) for view in packs)
    unknown = sum(len(unknown_lines(pack, by_path)) for pack in run.packs)
    ask = "ask_letter" if "docx" in desk.context.formats else "ask"
    wanted = (
        (counted["unread"], "unread", "part", "unread"),
        (counted["flagged"], "flagged", "finding", "found"),
        (counted["review"], "review", "finding", "found"),
        (len(bought.facts), "facts", "", "reach"),
        (counted["contradictions"], "contradictions", "contradiction", "found"),
        (asked, "tender_text", "finding", "found"),
        (installed, "tender_existing", "finding", "found"),
        (unknown, "unknown_makers", "line", ""),
        (questions, ask, "question", _first_questions(packs)),
    )
    steps = []
    for number, key, noun, target in wanted:
        if not number:
            continue
        values = {"fact": bought.facts[0].words} if key == "facts" else {}
        told = values or {"count": words.count(number, noun)}
        steps.append(Step(words(f"next.{key}", **told), target))
    steps.append(Step(words("next.keep" if steps else "next.nothing"), ""))
    return tuple(steps)


def _first_questions(packs: Sequence[PackView]) -> str:
    """Return the anchor of the questions where one tender alone, on this page, has some."""
    asking = [view for view in packs if view.questions]
    return f"{asking[0].anchor}-questions" if len(asking) == 1 and not asking[0].page else ""
