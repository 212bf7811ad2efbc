"""The run as tables: what the workbook and the CSV files both hold.

Apart from both so that a column is added once, and so that one function makes cells harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyser.dossier import Run
from analyser.finding import Assessment, Disposition, Finding, Judged, Link
from analyser.report.citing import citation_words
from analyser.report.context import RenderContext
from analyser.report.front import figures
from analyser.report.json_report import shown_findings, shown_mentions, sound
from analyser.report.order import finding_rank, outcome_rank, ranked, reaching
from analyser.report.products import LOUD
from analyser.report.purchase import Gap, purchase
from analyser.report.questions import pack_questions
from analyser.report.unnamed import bill_status
from analyser.report.warned import warnings
from analyser.report.wording import Words

Cell = str | int | float | None

LONGEST_CELL = 32_000
"""Excel takes 32,767 characters a cell and refuses the whole file above that."""

# A spreadsheet takes a cell that begins so for a formula; the wide forms are folded to the plain
# ones by some input methods.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    key: str
    """Its name in the words, under `sheets`."""

    columns: tuple[tuple[str, int], ...]
    """Key of each heading and the column's width in characters."""

    rows: tuple[tuple[Cell, ...], ...]


def harmless(cell: Cell) -> Cell:
    """Return `cell` so that no spreadsheet takes it for a formula: an apostrophe in front."""
    if not isinstance(cell, str):
        return cell
    text = sound(cell)[:LONGEST_CELL]
    # White space in front hides a formula from the eye and from a filter, not from Excel.
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def sheets(run: Run, context: RenderContext, words: Words) -> Iterator[Sheet]:
    """Give the tables of `run`, the overview first."""
    desk = _Desk(run, context, words)
    overview = tuple(_overview(run, context, words))
    yield Sheet("overview", (("label", 44), ("value", 70)), overview)
    yield desk.findings()
    yield desk.mentions()
    yield desk.outcomes()
    yield desk.bill()
    yield desk.contradictions()
    yield desk.questions()
    yield desk.coverage()
    yield desk.unread()


def _overview(run: Run, context: RenderContext, words: Words) -> Iterator[tuple[Cell, ...]]:
    yield words("found.status"), words(f"verdict_sentence.{run.verdict}")
    yield words("appendix.finished"), words.moment(run.finished_at)
    counted = figures(run)
    for name in ("flagged", "review", "contradictions", "unknown_makers", "unread"):
        yield words(f"figures.{name}"), counted[name]
    for name in ("documents", "units", "by_text", "by_ocr", "unread"):
        key = {"units": "total", "unread": "missing"}.get(name, name)
        yield words(f"rely.{name}"), counted[key]
    loud = [finding for _, finding in ranked(run.documents, LOUD)]
    bought = purchase(run, run.packs, loud, context.rulebook, words)
    for gap in bought.gaps:
        yield words("reach.no_rules_heading"), " ".join((gap.text, *_concerned(gap, words)))
    yield from bought.known
    if bought.by_tender:
        yield words("reach.told"), words("reach.told_by_tender")
    for fact in sorted(bought.facts, key=lambda each: not each.of_purchase):
        key = "unknown_heading" if fact.of_purchase else "asked"
        yield words(f"reach.{key}"), fact.words
    for warning in warnings(run, bought, context, words):
        yield words("rely.warnings"), warning
    yield words("appendix.program"), run.analyser_version
    yield words("appendix.lists"), run.lists_version
    yield words("appendix.model"), run.language_model
    yield words("page.footer"), None


def _concerned(gap: Gap, words: Words) -> Iterator[str]:
    if gap.tenders:
        yield words("reach.no_rules_tenders", tenders=", ".join(gap.tenders))


@dataclass(frozen=True, slots=True)
class _Desk:
    """The run with what its tables need."""

    run: Run
    context: RenderContext
    words: Words

    def _tenders(self) -> dict[str, str]:
        here = self.words("page.this_folder")
        return {
            path: here if pack.name == "." else pack.name
            for pack in self.run.packs
            for path in pack.documents
        }

    def _documents(self) -> list[Assessment]:
        return sorted(self.run.documents, key=lambda each: each.path)

    def _ranked(self) -> list[tuple[Assessment, Finding]]:
        pairs = [
            (each, finding)
            for each in self.run.documents
            for finding in shown_findings(each, self.context.show_cleared)
        ]
        return sorted(pairs, key=lambda pair: finding_rank(*pair))

    def findings(self) -> Sheet:
        """Return a row a finding, the gravest first."""
        columns = (("tender", 18), ("document", 36), ("maker", 20), ("maker_id", 16),
                   ("status", 12), ("stance", 20), ("confidence", 12), ("places", 9),
                   ("strongest", 46), ("outcome", 16), ("consequence", 36))  # fmt: skip
        tenders = self._tenders()
        rows = []
        for assessment, finding in self._ranked():
            reached = reaching(finding)
            rows.append((
                tenders.get(assessment.path, ""), assessment.path, finding.name, finding.maker,
                self.words.named("disposition", finding.disposition),
                self.words.named("stance", finding.stance), round(finding.confidence, 4),
                len(finding.mentions),
                reached[0].title if reached else self.words("found.no_rule"),
                self.words.named("outcome", reached[0].outcome) if reached else "",
                self.words.named("consequence", reached[0].consequence) if reached else "",
            ))  # fmt: skip
        return Sheet("findings", columns, tuple(rows))

    def mentions(self) -> Sheet:
        """Return a row a place, in reading order."""
        columns = (("tender", 18), ("document", 36), ("page", 7), ("where", 22), ("text", 24),
                   ("context", 60), ("maker", 20), ("status", 12), ("stance", 20), ("cue", 22),
                   ("route", 26), ("confidence", 12), ("layer", 16), ("chain", 46),
                   ("why", 50))  # fmt: skip
        tenders = self._tenders()
        rows = []
        for assessment in self._documents():
            for index in shown_mentions(assessment, self.context.show_cleared):
                judged = assessment.mentions[index]
                rows.append((tenders.get(assessment.path, ""), *self._mention(assessment, judged)))
        return Sheet("mentions", columns, tuple(rows))

    def _mention(self, assessment: Assessment, judged: Judged) -> tuple[Cell, ...]:
        vendors = self.context.catalogue.vendors
        names = [vendors[id].name if id in vendors else id for id in judged.mention.makers]
        return (
            assessment.path, judged.page, judged.where, judged.mention.text, judged.context,
            ", ".join(names), self.words.named("disposition", judged.disposition),
            self.words.named("stance", judged.stance), judged.stance_cue,
            self.words.route(judged.mention), round(judged.confidence, 4),
            self.words.named("layer", judged.layer),
            "; ".join(_step(link, self.words) for link in judged.mention.chain),
            "; ".join(judged.why),
        )  # fmt: skip

    def outcomes(self) -> Sheet:
        """Return a row an outcome of a finding that is flagged or for review."""
        columns = (("document", 36), ("maker", 20), ("rule", 46), ("rule_id", 24),
                   ("outcome", 18), ("consequence", 36), ("because", 60), ("needs", 36),
                   ("citation", 46), ("evidence_date", 18))  # fmt: skip
        rows = [
            (
                assessment.path, finding.name, each.title, each.regime,
                self.words.named("outcome", each.outcome),
                self.words.named("consequence", each.consequence), each.because,
                "; ".join(self.words.named("needs", need) for need in each.needs),
                each.citation, self.words.day(each.last_evidence_date),
            )
            for assessment, finding in self._ranked()
            if finding.disposition in (Disposition.FLAGGED, Disposition.REVIEW)
            for each in sorted(finding.outcomes, key=outcome_rank)
        ]  # fmt: skip
        return Sheet("outcomes", columns, tuple(rows))

    def bill(self) -> Sheet:
        """Return a row a line of equipment."""
        columns = (("tender", 18), ("document", 36), ("page", 7), ("where", 22), ("item", 40),
                   ("make", 22), ("model", 26), ("quantity", 10), ("status", 26))  # fmt: skip
        rows = [
            (
                pack.name, each.path, each.line.page, each.line.where,
                each.line.item or each.line.text, each.line.make, each.line.model,
                each.line.quantity,
                "; ".join(filter(None, (
                    bill_status(each.line, self.words), each.line.decided,
                ))),
            )
            for pack in sorted(self.run.packs, key=lambda each: each.name)
            for each in pack.bill
        ]  # fmt: skip
        return Sheet("bill", columns, tuple(rows))

    def contradictions(self) -> Sheet:
        """Return a row a contradiction, both places in it."""
        columns = (("tender", 18), ("kind", 26), ("maker", 20), ("why", 46),
                   ("statement_place", 30), ("statement", 50), ("against_place", 30),
                   ("against", 50))  # fmt: skip
        vendors = self.context.catalogue.vendors
        rows = [
            (
                pack.name, self.words.named("contradiction_kind", each.kind),
                vendors[each.maker].name if each.maker in vendors else each.maker, each.why,
                citation_words(each.statement, self.words), each.statement.text,
                citation_words(each.against, self.words), each.against.text,
            )
            for pack in sorted(self.run.packs, key=lambda each: each.name)
            for each in pack.contradictions
        ]  # fmt: skip
        return Sheet("contradictions", columns, tuple(rows))

    def questions(self) -> Sheet:
        """Return a row a question to the bidder, numbered as in the letter."""
        columns = (("tender", 18), ("number", 9), ("question", 70), ("about", 70),
                   ("settles", 40), ("strongest", 46))  # fmt: skip
        documents = {each.path: each for each in self.run.documents}
        rows = [
            (
                pack.name, each.number, each.text,
                "\n".join(f"{each.number}.{n} {item}" for n, item in enumerate(each.items, 1)),
                each.settles, each.rules[0].title if each.rules else "",
            )
            for pack in sorted(self.run.packs, key=lambda one: one.name)
            for each in pack_questions(pack, documents, self.words)
        ]  # fmt: skip
        return Sheet("questions", columns, tuple(rows))

    def coverage(self) -> Sheet:
        """Return a row a document, with how much of it was read."""
        columns = (("tender", 18), ("document", 44), ("result", 14), ("role", 20), ("unit", 10),
                   ("total", 8), ("read", 8), ("by_ocr", 14), ("pictures", 10),
                   ("pictures_read", 14), ("sha256", 66))  # fmt: skip
        tenders = self._tenders()
        rows = [
            (
                tenders.get(each.path, ""), each.path, self.words.named("verdict", each.verdict),
                self.words.named("role", each.role), each.coverage.unit, each.coverage.total,
                each.coverage.read, each.coverage.by_ocr, each.coverage.pictures,
                each.coverage.pictures_read, each.sha256,
            )
            for each in self._documents()
        ]  # fmt: skip
        return Sheet("coverage", columns, tuple(rows))

    def unread(self) -> Sheet:
        """Return a row a part that was not read."""
        columns = (("document", 44), ("page", 7), ("where", 30), ("reason", 80))
        rows = [
            (each.path, unread.page, unread.where, unread.reason)
            for each in self._documents()
            for unread in each.unread
        ]
        return Sheet("unread", columns, tuple(rows))


def _step(link: Link, words: Words) -> str:
    source = f", {link.source}" if link.source else ""
    return f"{link.name} {link.relation} {link.to} ({words.named('basis', link.basis)}{source})"
