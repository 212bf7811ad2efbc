"""The page says what the run says, in words that accuse nobody."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from analyser.dossier import Run
from analyser.errors import OutputError
from analyser.finding import Disposition, Verdict
from analyser.limb import Match, Who
from analyser.outcome import Applicability
from analyser.report import html, json_report
from analyser.rulebook import Regime, Rulebook, Words
from tests.report import builders

NEVER = re.compile(
    r"\b(illegal|unlawful|banned|violat\w+|non-?complian\w+|guilty)\b", re.IGNORECASE
)


class Text(HTMLParser):
    """The words of a page, scripts and styles left out, and its figures by name."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.figures: dict[str, int] = {}
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.outside: list[str] = []
        self._silent = 0
        self._figure = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids, targets and figures."""
        found = dict(attrs)
        self._silent += tag in ("script", "style")
        self._figure = found.get("data-figure") or ""
        if found.get("id"):
            self.ids.append(found["id"] or "")
        address = found.get("href") or found.get("src") or ""
        if address.startswith("#"):
            self.targets.append(address[1:])
        elif tag in ("img", "script", "link", "iframe", "object") and address:
            self.outside.append(address)

    def handle_endtag(self, tag: str) -> None:
        """Note where a script or a style ends."""
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Collect words."""
        if self._silent:
            return
        if self._figure and data.strip():
            self.figures[self._figure] = int(data.replace(",", ""))
            self._figure = ""
        self.words.append(data)

    @property
    def text(self) -> str:
        """The words with white space folded."""
        return " ".join(" ".join(self.words).split())


def page(run: Run | None = None, **changes: Any) -> Text:
    """Return the first page of `run`, read."""
    (_, text), *_ = html.pages(run or builders.run(), builders.context(**changes))
    reader = Text()
    reader.feed(text)
    return reader


def test_words_of_a_built_run(tmp_path: Path) -> None:
    """The words of a known run's page are what they were: a change of meaning shows here."""
    golden = Path(__file__).parent / "golden" / "report.txt"

    assert told(page(root=builders.originals(tmp_path))) == golden.read_text("utf-8")


def told(shown: Text) -> str:
    """Return the page's words, a sentence a line."""
    return "\n".join(re.split(r"(?<=[.?!]) ", shown.text)) + "\n"


def test_every_number_on_the_first_page_comes_from_the_findings(tmp_path: Path) -> None:
    """A figure on the page is the one that a reader of findings.json would count."""
    (path,) = json_report.render(builders.run(), tmp_path, builders.context())
    found = json.loads(path.read_text(encoding="utf-8"))
    documents, packs = found["documents"], found["packs"]
    loud = [each["disposition"] for one in documents for each in one["findings"]]
    coverage = [each["coverage"] for each in documents]
    missing = [
        one["coverage"]["total"] - one["coverage"]["read"] or len(one["unread"])
        for one in documents
    ]
    counted = {
        "flagged": loud.count("flagged"),
        "review": loud.count("review"),
        "contradictions": sum(len(each["contradictions"]) for each in packs),
        "unread": sum(len(each["unread"]) for each in documents),
        "unknown_makers": sum(
            line["status"] == "unknown" for each in packs for line in each["bill_of_makers"]
        ),
        "documents": len(documents),
        "total": sum(
            max(one["total"], one["read"] + gap) for one, gap in zip(coverage, missing, strict=True)
        ),
        "by_text": sum(each["read"] - each["by_ocr"] for each in coverage),
        "by_ocr": sum(each["by_ocr"] for each in coverage),
        "missing": sum(missing),
    }

    assert page().figures == counted


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdict_is_told_in_words_that_accuse_nobody(verdict: Verdict) -> None:
    """The tool flags and cites: no page of any verdict says that something is unlawful."""
    shown = page(builders.run(verdict=verdict))

    assert not NEVER.search(shown.text)


def test_clear_is_nothing_found_in_what_was_read() -> None:
    """A clear run is told as what it is, and never as a clean bill."""
    quiet = builders.schedule("south/offer.xlsx")
    run = builders.run(verdict=Verdict.CLEAR, documents=(quiet,), packs=())

    assert "Nothing flagged Nothing flagged or for review" in page(run).text


def test_what_was_not_read_stands_on_the_first_page_with_its_reason() -> None:
    """Never clear with something unread: place and reason stand before any finding."""
    text = page().text

    reason = text.index("the page is a picture and OCR is switched off")
    assert text.rindex("What was found") > reason
    assert "north/bid.pdf , page 2" in text


def test_recalled_facts_are_marked() -> None:
    """A step or a rule without a public source says so where it stands."""
    text = page().text

    assert "Dahua is the brand of Zhejiang Dahua Technology no public source on record" in text
    assert text.count("recalled, not checked") >= 3


def test_not_bound_is_printed() -> None:
    """A rule that does not reach is listed with its reason, not left out."""
    assert (
        "Does not bind you: It binds Commonwealth bodies; the buyer is in Great Britain."
        in page().text
    )


def test_links_lead_somewhere_and_ids_are_unique() -> None:
    """Every link within the page has its target, and no id stands twice."""
    shown = page()

    assert len(shown.ids) == len(set(shown.ids))
    assert set(shown.targets) <= set(shown.ids)


def test_page_holds_all_it_shows(tmp_path: Path) -> None:
    """Nothing is fetched: pictures are data, style and script stand in the page."""
    shown = page(root=builders.originals(tmp_path))

    assert shown.outside
    assert all(address.startswith("data:image/webp;base64,") for address in shown.outside)


def test_originals_out_of_reach_cost_the_picture_only(tmp_path: Path) -> None:
    """Without the original, or with another in its place, the words stand and the reason too."""
    folder = builders.originals(tmp_path)
    (folder / "north" / "bid.pdf").write_bytes(builders.bid_pdf(("Another document",)))
    shown = page(root=folder)

    assert shown.outside == []
    assert "the original was not at hand, or has changed since it was read" in shown.text


def test_cleared_mentions_only_on_request() -> None:
    """What was found to be something else is listed where the officer asks for it."""
    assert "an ordinary word" not in page().text
    assert "an ordinary word" in page(show_cleared=True).text


def test_an_earlier_decision_stands_at_its_place_and_nowhere_else() -> None:
    """A decision is shown where file, maker, words and sentence are the same."""
    bid = builders.bid()
    row = {
        "document_sha256": bid.sha256,
        "path": bid.path,
        "maker": "hikvision",
        "place": {"page": 1, "where": "", "text": "Hikvision", "context": builders.BID_LINES[3]},
        "decision": "dismiss",
        "reason": "the schedule replaces it",
        "person": "A. Person",
        "date": "2026-05-03",
        "expires": "2026-11-30",
    }  # fmt: skip
    other = {**row, "place": {**row["place"], "context": "another sentence"}}

    text = page(decisions=[row]).text
    assert "Dismissed by A. Person on 3 May 2026. Reason: the schedule replaces it" in text
    assert "Expired on 30 November 2026: decide again." in text
    assert "A. Person" not in page(decisions=[other, {}, {"place": 7}, {**row, "person": 3}]).text


def test_large_run_has_an_index_and_a_page_a_tender(tmp_path: Path) -> None:
    """Above fifty documents the first page stays short and leads to every tender."""
    run = builders.many(60)
    written = html.render(run, tmp_path, builders.context())

    first = written[0].read_text(encoding="utf-8")
    assert written[0] == tmp_path / "report.html"
    assert len(written) == 1 + 20
    for path in written[1:]:
        assert f'href="{path.relative_to(tmp_path).as_posix()}' in first
    assert 'class="finding' not in first
    assert 'href="../report.html#not-reaching"' in written[1].read_text(encoding="utf-8")


def test_one_large_tender_is_cut_into_pages(tmp_path: Path) -> None:
    """Documents that lie beside each other are one tender, and still no page holds them all."""
    run = builders.many(120, per_tender=120)
    written = html.render(run, tmp_path, builders.context())

    assert len(written) == 1 + 3
    assert "Part 2 of 3" in written[0].read_text(encoding="utf-8")


def test_own_template_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    """A file in the officer's folder replaces the one of its name, words included."""
    (tmp_path / "front.html").write_text("<h1>{{ run.root }}, our way</h1>", encoding="utf-8")
    (tmp_path / "en.toml").write_text('[page]\nproduct = "Our office"\n', encoding="utf-8")
    text = page(templates=tmp_path).text

    assert "tenders, our way" in text
    assert "Our office" in text
    assert "May I rely on this?" not in text.split("Contents")[1].split("our way")[1]


@pytest.mark.parametrize("fault", ["{% if %}", "{{ nothing_of_that_name }}"])
def test_faulty_own_template_is_told_in_one_line(tmp_path: Path, fault: str) -> None:
    """A template that cannot be rendered names its file; it does not print half a page."""
    (tmp_path / "front.html").write_text(fault, encoding="utf-8")

    with pytest.raises(OutputError) as told:
        page(templates=tmp_path)
    assert "\n" not in str(told.value)


def test_many_places_are_shown_shortly() -> None:
    """A maker named on a hundred pages is a dozen places and a list, not a hundred pictures."""
    bid = builders.bid()
    hundred = tuple(
        replace(bid.mentions[0], page=number, where=f"line {number}") for number in range(1, 101)
    )
    finding = replace(bid.findings[0], mentions=tuple(range(100)))
    text = page(builders.run(replace(bid, mentions=hundred, findings=(finding,)))).text

    assert "88 places more" in text
    assert "Page 100 (line 100)" in text


def test_the_engines_keys_are_put_in_words() -> None:
    """What a rule would ask and who stands on a list are told in words, not by keys."""
    bid = builders.bid()
    keyed = replace(
        builders.outcomes()[0],
        changes=("if the contract is exempt, it would apply: ask declaration", "so be it: rarely"),
        recalled_facts=("that dahua stands on it",),
    )
    finding = replace(bid.findings[0], outcomes=(keyed,))
    text = page(builders.run(replace(bid, findings=(finding,)))).text

    assert "exempt, it would apply: ask the bidder for the declaration" in text
    assert "so be it: rarely" in text
    assert "that Dahua stands on the list" in text


def test_what_speaks_against_a_maker_is_said_to() -> None:
    """A reason against is told as one, and the signs of the scale are not shown."""
    bid = builders.bid()
    first = replace(bid.mentions[0], why=("+ exact name", "− an ordinary word"))
    text = page(builders.run(replace(bid, mentions=(first, *bid.mentions[1:])))).text

    assert "exact name speaks against it: an ordinary word" in text
    assert "+ exact" not in text


def test_findings_stand_by_gravity() -> None:
    """What is flagged stands before what is for review, whatever the documents' order."""
    bid = builders.bid()
    turned = replace(bid, findings=bid.findings[::-1])
    text = page(builders.run(turned)).text

    assert text.index("Flagged Hikvision") < text.index("For review Dahua")
    assert {each.disposition for each in bid.findings} == {
        Disposition.FLAGGED,
        Disposition.REVIEW,
    }


def of_the_country(number: int) -> tuple[Run, Rulebook]:
    """Return a run whose every finding `number` rules of its own country do not reach."""
    built = builders.run()
    rules = tuple(
        replace(
            builders.outcomes()[-1],
            regime=f"gb-{n}",
            title=f"Rule {n} of the country",
            outcome=Applicability.NOT_BOUND if n % 2 else Applicability.OUT_OF_SCOPE,
            because=f"it stops short for reason {n}",
        )
        for n in range(number)
    )
    documents = tuple(
        replace(one, findings=tuple(replace(each, outcomes=rules) for each in one.findings))
        for one in built.documents
    )
    regimes = {
        one.regime: Regime(
            id=one.regime, title=one.title, jurisdiction=built.profile.jurisdiction or "",
            authority="", instrument="", kind="guidance", status="in_force",
            last_evidence_date="2026", as_of="2026", level="verified", words=Words(""),
            who=Who(), match=Match(), limbs=(),
        )
        for one in rules
    }  # fmt: skip
    return replace(built, documents=documents), Rulebook("test", regimes)


@pytest.mark.parametrize(("number", "opened"), [(2, True), (9, False)])
def test_rules_that_do_not_reach_are_folded_when_many(number: int, opened: bool) -> None:
    """Not bound and out of scope are told with their reasons, behind a line that counts them."""
    run, book = of_the_country(number)
    (_, text), *_ = html.pages(run, builders.context(rulebook=book))
    folds = re.findall(r'<details class="folded"[^>]*>.*?</details>', text, re.S)

    assert len(folds) >= 2, "one on the first page, one at the first finding"
    for fold in folds:
        assert (" open>" in fold.partition("<summary>")[0]) is opened
        assert all(f"it stops short for reason {n}" in fold for n in range(number))
        summary = fold.partition("</summary>")[0]
        assert f": {number // 2}" in summary
        assert f": {number - number // 2}" in summary


def test_the_same_rules_that_do_not_reach_are_listed_once_a_page() -> None:
    """A second finding with the very same list leads to the first instead of repeating it."""
    run, book = of_the_country(9)
    shown = page(run, rulebook=book)
    findings = sum(
        each.disposition in (Disposition.FLAGGED, Disposition.REVIEW)
        for one in run.documents
        for each in one.findings
    )
    leads = [one for one in shown.targets if one.endswith("-rules")]

    assert findings >= 2
    assert len(leads) == findings - 1
    assert set(leads) <= set(shown.ids)
