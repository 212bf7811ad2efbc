"""The first page says who a rule is about, what is not known, and where nobody has looked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyser.document import Coverage, Unread
from analyser.dossier import Run
from analyser.finding import Disposition, Role, Stance, Verdict
from analyser.outcome import Applicability
from analyser.profile import profile_from
from analyser.report import html
from analyser.report.context import RenderContext
from analyser.report.front import figures
from analyser.report.wording import LANGUAGES, load_words
from tests.report import builders
from tests.report.test_html import Text


def text_of(run: Run, context: RenderContext | None = None) -> str:
    """Return the words of the page of `run`."""
    ((_, page),) = html.pages(run, context or builders.context())
    reader = Text()
    reader.feed(page)
    return reader.text


def section(text: str, start: str, end: str) -> str:
    """Return the part of `text` from `start` to the next `end`."""
    return text[text.rindex(start) :].partition(end)[0]


def test_a_rule_is_told_with_the_makers_it_reaches_and_no_other() -> None:
    """A rule that reaches one maker and passes another over stands beside the first alone."""
    bid = builders.bid()
    rule = builders.outcomes()[1]
    passed = replace(rule, outcome=Applicability.OUT_OF_SCOPE, because="it is about cameras")
    findings = (
        replace(bid.findings[0], outcomes=(rule,)),
        replace(bid.findings[1], outcomes=(passed,)),
    )
    text = text_of(builders.run(replace(bid, findings=findings)))
    told = section(text, "Rules that reach a finding", "What to do next")

    assert "Section 889(a)(1)(B) Reaches you Ask the bidder for the declaration Hikvision" in told
    assert "Dahua" not in told


def test_a_country_without_rules_is_no_reassurance() -> None:
    """Where the rulebook holds no rule of the buyer's country, the first page says so at once."""
    run = builders.run(profile=profile_from({"jurisdiction": "BR"}))
    quiet = replace(builders.bid(), findings=(), verdict=Verdict.CLEAR)
    text = text_of(run)
    clear = text_of(builders.run(quiet, profile=profile_from({"jurisdiction": "BR"})))

    assert text.index("The program knows no rule of Brazil (BR)") < text.rindex(
        "May I rely on this"
    )
    assert "The program knows no rule of Brazil (BR)" in clear
    assert "knows no rule" not in text_of(builders.run())


def test_a_member_state_without_rules_has_the_unions() -> None:
    """For a member state the Union's rules were looked at, and the national ones were not."""
    text = text_of(
        builders.run(profile=profile_from({"jurisdiction": "AT"})),
        builders.context(rulebook=builders.rulebook("GB", "EU")),
    )

    assert "the program knows no national rule of Austria (AT)" in text


def test_the_tenders_of_such_a_country_are_named() -> None:
    """Of two tenders of two countries, the one that nobody has looked at is named."""
    run = builders.run()
    south, north = run.packs
    packs = (replace(south, profile=profile_from({"jurisdiction": "BR"})), north)
    text = text_of(replace(run, packs=packs))

    assert "This concerns: south." in text
    assert "Country Brazil (BR)" in section(text, "south Nothing flagged", "Documents")


def test_only_facts_that_a_rule_in_play_asks_for_are_listed() -> None:
    """A fact that decides nothing for these makers in this country is not called unknown."""
    bid = builders.bid()
    needing = replace(builders.outcomes()[0], needs=("purpose", "producer_of_record"))
    findings = tuple(replace(each, outcomes=(needing,)) for each in bid.findings)
    text = text_of(builders.run(replace(bid, findings=findings)))
    unknown = section(text, "What is not known of the purchase", "What must be asked or looked up")

    assert "what the equipment is for (decides 1 rule)" in unknown
    assert "site" not in unknown
    assert "Ministers" not in text
    assert "SECRET" not in text


def test_nothing_told_is_said() -> None:
    """A run without a profile does not show an empty list of what was told."""
    text = text_of(builders.run(profile=profile_from({})))

    assert "The program was told nothing of the purchase" in text
    assert "What the program was told of the purchase" not in text


def test_facts_of_each_tender_stand_with_it() -> None:
    """Where the tenders bring their own facts, the first page points there and is not empty."""
    run = builders.run(profile=profile_from({}))
    told = profile_from({"jurisdiction": "GB", "buyer": "police"})
    text = text_of(replace(run, packs=tuple(replace(each, profile=told) for each in run.packs)))

    assert "Each tender has its own facts about the purchase" in text
    assert "told nothing" not in text
    assert text.count("Country United Kingdom (GB)") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_words(language: str) -> None:
    """No fact that the engine asks for is shown by its key."""
    from analyser.regimes.decide import ASKING_ORDER

    words = load_words(language)
    asked = [each for each in ASKING_ORDER if not each.endswith(".")]
    asked += [f"site.{each}" for each in ("c1_secret", "c2_dv", "c3_ministers", "c4_socpa")]

    assert [each for each in asked if each not in words.texts["needs"]] == []


@pytest.mark.parametrize(("formats", "spoken"), [(("html", "docx"), True), (("html",), False)])
def test_a_letter_is_spoken_of_where_there_is_one(formats: tuple[str, ...], spoken: bool) -> None:
    """A run without a letter sends the officer to the questions on the page."""
    text = text_of(builders.run(), builders.context(formats=formats))
    steps = section(text, "What to do next", "Your decision")

    assert ("draft letter" in steps) is spoken
    assert "Questions to the bidder" in steps


@pytest.mark.parametrize(
    ("stance", "asks", "stays"),
    [(Stance.SPECIFIED, True, False), (Stance.EXISTING, False, True), (Stance.CITED, False, False)],
)
def test_the_buyers_documents_ask_for_nothing_that_is_installed(
    stance: Stance, asks: bool, stays: bool
) -> None:
    """Only what the buyer's document specifies is a reason to change the specification."""
    bid = builders.bid()
    mentions = tuple(
        replace(each, stance=stance, disposition=Disposition.REVIEW) for each in bid.mentions
    )
    findings = tuple(replace(each, stance=stance) for each in bid.findings)
    own = replace(bid, role=Role.TENDER, mentions=mentions, findings=findings)
    steps = section(text_of(builders.run(own)), "What to do next", "Your decision")

    assert ("ask for goods of a listed maker" in steps) is asks
    assert ("as already installed" in steps) is stays


def test_warnings_name_rules_by_their_titles() -> None:
    """A warning that holds ids of rules is shown with their titles and with dates written out."""
    run = builders.run(warnings=("1 rule is old: gb-other-rule (2026-06-30); look it up",))

    assert "1 rule is old: “Another rule” (30 June 2026); look it up" in text_of(run)


def test_the_number_of_questions_is_that_of_the_tender_in_parts() -> None:
    """A tender on several pages has its questions on the first, numbered and counted once."""
    run = builders.many(120, per_tender=120)
    pages = dict(html.pages(run, builders.context()))
    first, *others = [text for name, text in pages.items() if name != "report.html"]
    shown = first.count('class="question"')

    assert shown
    assert not any('class="question"' in each for each in others)
    assert f"Send the bidder the questions: {shown} questions" in pages["report.html"]


def test_a_damaged_file_is_not_drawn_as_read() -> None:
    """What has no pages to count and could not be read still has its share of the bar."""
    damaged = replace(
        builders.schedule("north/damaged.docx"),
        coverage=Coverage("file", 0, 0),
        unread=(Unread("the file is damaged"),),
        verdict=Verdict.INCOMPLETE,
    )
    run = builders.run()
    counted = figures(replace(run, documents=(*run.documents, damaged)))

    assert counted["missing"] == figures(run)["missing"] + 1
    assert counted["by_text"] + counted["by_ocr"] + counted["missing"] == counted["total"]


def test_a_country_is_warned_of_once() -> None:
    """What the head of the page says of a country in the reader's words is no warning as well."""
    run = builders.run(
        profile=profile_from({"jurisdiction": "BR"}),
        warnings=("no rule of BR is among the 77 in the lists: look it up", "Another warning."),
    )

    assert "is among the 77" not in text_of(run)
    assert "Another warning." in text_of(run)


def test_no_rule_is_the_strongest_where_the_country_is_unknown() -> None:
    """Without a country the first rule of the alphabet is not held up as the buyer's."""
    table = section(
        text_of(builders.run(profile=profile_from({}))), "Strongest rule", "Which rules"
    )

    assert "Depends on the country: 3 rules" in table
    assert "Section 889" not in table


def test_a_page_that_was_not_read_is_called_a_page() -> None:
    """The list of unread parts gives no bare numbers."""
    bid = replace(builders.bid(), unread=(Unread("it is a picture; give --password WORD", "", 2),))
    text = text_of(builders.run(bid))

    assert "north/bid.pdf , page 2: it is a picture; give --password WORD" in text


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"buyer": "local_authority"}, False),
        ({"buyer": "police"}, True),
        ({}, True),
    ],
)
def test_what_was_told_is_not_asked_again(told: dict[str, str], asked: bool) -> None:
    """A document that names a council raises no question where the buyer is known to be one."""
    hint = "the text says “Borough Council”: is it a local authority (buyer: local authority)?"
    bid = replace(builders.bid(), hints=(hint,))

    assert (hint in text_of(builders.run(bid, profile=profile_from(told)))) is asked


def test_a_fact_in_a_question_is_in_words() -> None:
    """The key of a fact is not shown with its underscores, and a profile takes the words."""
    bid = replace(builders.bid(), hints=("is federal money used (funding: federal_award)?",))
    told = profile_from({"funding": ["federal award"]})

    assert "(funding: federal award)?" in text_of(builders.run(bid))
    assert "(funding:" not in text_of(builders.run(bid, profile=told))
