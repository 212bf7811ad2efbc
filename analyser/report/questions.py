"""What to ask the bidder: a question a make, a contradiction, what is unknown, what is unread.

Apart from the letter because the page shows the same questions under the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from analyser.dossier import Citation, Contradiction, Pack
from analyser.finding import Assessment, Finding, Role, Stance
from analyser.outcome import Applicability, Consequence, Outcome
from analyser.report.citing import (
    Place,
    bare,
    citation_words,
    cited_place,
    mention_place,
    place_of,
    places_words,
    quoted,
    within,
)
from analyser.report.order import mention_order, outcome_rank, reaching
from analyser.report.products import LOUD, Make, Product, makes
from analyser.report.unnamed import unknown_makes
from analyser.report.wording import Words

KINDS = ("equipment", "contradictions", "unknown", "readable")
"""The parts of a letter, in their order."""

MOST_NAMES = 6
"""Ways to write a make that a question repeats; the places show the others."""

MOST_ITEMS = 100
"""Listed under one question: behind that a bidder is better asked for a list of its own."""

ASKING = (
    Consequence.PROHIBITED,
    Consequence.EXCLUDE,
    Consequence.REMOVE,
    Consequence.WAIVER,
    Consequence.ASK_DECLARATION,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, ready to be sent."""

    kind: str
    """One of `KINDS`."""

    text: str
    items: tuple[str, ...] = ()
    """What it asks about, each with its places."""

    settles: str = ""
    """Which answer would settle it, in words that follow "To answer it:"."""

    number: int = 0
    """In the letter, from 1."""

    reasons: tuple[str, ...] = ()
    """For the officer: what in the documents and in the lists makes it worth asking."""

    rules: tuple[Outcome, ...] = ()
    """Rules that reach the finding, the hardest first."""

    about: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Document and maker of each finding that it is about."""

    opposed: tuple[Contradiction, ...] = ()
    """The contradictions that it asks about."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration that a rule prescribes of the bidder."""

    title: str
    text: str
    citation: str
    checked: bool
    """Whether its words were checked against a source."""


def pack_questions(pack: Pack, documents: dict[str, Assessment], words: Words) -> list[Question]:
    """Return every question to the bidder that `pack` calls for, numbered as in the letter."""
    offers = makes(pack, documents)
    named, nameless = unknown_makes(pack, documents, offers)
    home = {place: id(make) for make in offers for place in make.otherwise}
    rows: dict[int, list[Contradiction]] = {}
    left: list[Contradiction] = []
    for each in pack.contradictions:
        place = _row_of(_inside(each, pack))
        listed = home.get(place) if place is not None else None
        (left if listed is None else rows.setdefault(listed, [])).append(each)
    questions = [
        replace(_make_question(make, words), opposed=tuple(rows.get(id(make), ())))
        for make in offers
    ]
    for group in opposing(left):
        asked = _contradiction_question([_inside(each, pack) for each in group], words)
        questions.append(replace(asked, opposed=group))
    questions += _unknown_questions(named, nameless, words)
    questions += _unread_questions(pack, documents, words)
    return [replace(each, number=number) for number, each in enumerate(questions, start=1)]


def _make_question(make: Make, words: Words) -> Question:
    items = [_item(each, words) for each in make.products.values()]
    key = make.kind
    if key == "offered":
        key = _key_of_offer(make)
    makers = words("ask.or").join(make.makers.values())
    return Question(
        "equipment",
        words(f"ask.{key}", make=_makes(make, words), maker=makers),
        _capped(items, words),
        words(f"settle.{'existing' if make.kind == 'existing' else 'maker'}"),
        reasons=tuple(make.reasons),
        rules=tuple(sorted(make.outcomes, key=outcome_rank)),
        about=frozenset(make.about),
    )


def _key_of_offer(make: Make) -> str:
    """Return which question asks about an offer: it must say no more than the tender does."""
    if make.otherwise:
        return "otherwise"
    if not (make.printed or make.chained):
        return "number"
    key = "offered_chain" if make.chained else "offered"
    if set(make.products) == {""}:
        return f"{key}_bare"
    apart = make.printed and not all(each.named for each in make.products.values())
    return f"{key}_apart" if apart else key


def _makes(make: Make, words: Words) -> str:
    """Return the makes as printed, or the part numbers where none is, as they stand in quotes."""
    names = list(make.printed.values()) or [each.model for each in make.products.values()]
    shown = [quoted(each) for each in names[:MOST_NAMES] if each]
    return words("ask.between").join(shown)


def _item(product: Product, words: Words) -> str:
    places = places_words(product.places, words)
    name = quoted(product.model or product.item)
    if not name:
        return places
    if product.model and product.item:
        name = words("ask.model_item", model=name, item=quoted(product.item))
    return words("ask.item", item=name, places=places)


def _capped(items: Sequence[str], words: Words) -> tuple[str, ...]:
    if len(items) <= MOST_ITEMS:
        return tuple(items)
    rest = words("ask.more_items", count=words.number(len(items) - MOST_ITEMS))
    return (*items[:MOST_ITEMS], rest)


def _row_of(contradiction: Contradiction) -> Place | None:
    """Return the place of a row that is at odds with itself."""
    if contradiction.statement != contradiction.against:
        return None
    return cited_place(contradiction.statement)


def opposing(contradictions: Iterable[Contradiction]) -> list[tuple[Contradiction, ...]]:
    """Return `contradictions` grouped by what is said once and gainsaid in several places."""
    groups: dict[tuple[object, ...], list[Contradiction]] = {}
    for each in contradictions:
        one_row = each.statement == each.against
        key = (each.kind, each.maker, each.why) if one_row else (each.kind, each.statement)
        groups.setdefault(key, []).append(each)
    return [tuple(group) for group in groups.values()]


def _contradiction_question(group: Sequence[Contradiction], words: Words) -> Question:
    """Return the question that contradictions of one statement call for."""
    first = group[0]
    against = tuple(dict.fromkeys(each.against for each in group))
    items = tuple(_cited(each, words) for each in against)
    if first.statement == first.against:
        # A single row that names one maker and numbers its model after another.
        return Question("contradictions", words("ask.row"), items, words("settle.maker"))
    kind = first.kind if first.kind in ("substituted", "prohibited-but-offered") else "other"
    text = words(
        f"ask.contradiction_{kind.replace('-', '_')}",
        place=citation_words(first.statement, words),
        statement=quoted(first.statement.text),
    )
    settles = words(f"settle.{'substituted' if kind == 'substituted' else 'contradiction'}")
    return Question("contradictions", text, items, settles)


def _cited(citation: Citation, words: Words) -> str:
    place = citation_words(citation, words)
    return words("ask.cited", place=place, text=quoted(citation.text))


def _unknown_questions(
    named: Sequence[Make], nameless: Sequence[Product], words: Words
) -> Iterable[Question]:
    if named:
        items = []
        for make in named:
            told = "; ".join(_item(each, words) for each in make.products.values())
            items.append(words("ask.item", item=_makes(make, words), places=told))
        settles = words("settle.maker")
        yield Question("unknown", words("ask.unlisted"), _capped(items, words), settles)
    if nameless:
        items = [_item(each, words) for each in nameless]
        settles = words("settle.unnamed")
        yield Question("unknown", words("ask.unnamed"), _capped(items, words), settles)


def _unread_questions(
    pack: Pack, documents: dict[str, Assessment], words: Words
) -> Iterable[Question]:
    items = []
    for path in sorted(pack.documents):
        document = documents.get(path)
        if document is None or document.role is Role.TENDER or not document.unread:
            continue
        name = within(path, pack)
        places = [place_of(name, each.page, each.where) for each in document.unread]
        items.append(places_words(places, words))
    if items:
        yield Question("readable", words("ask.unread"), _capped(items, words))


def _inside(contradiction: Contradiction, pack: Pack) -> Contradiction:
    return replace(
        contradiction,
        statement=replace(contradiction.statement, path=within(contradiction.statement.path, pack)),
        against=replace(contradiction.against, path=within(contradiction.against.path, pack)),
    )


def own_document_words(assessment: Assessment, finding: Finding, words: Words) -> str:
    """Return what to consider about `finding` in the buyer's own document."""
    order = mention_order(assessment, finding.mentions)
    asked = [one for one in order if asks_for(assessment, one)]
    judged = assessment.mentions[(asked or order)[0]]
    if asked:
        kind = "tender"
    elif judged.stance is Stance.EXISTING:
        kind = "tender_existing"
    else:
        kind = "tender_named"
    place = mention_place(assessment, judged, words)
    return words(f"ask.{kind}", place=place, text=quoted(judged.mention.text))


def asks_for(assessment: Assessment, index: int) -> bool:
    """Say whether the mention asks for the goods: what is installed or quoted asks for nothing."""
    judged = assessment.mentions[index]
    return judged.stance is Stance.SPECIFIED and judged.disposition in LOUD


NO_DECLARATION = re.compile(r"none\b", re.IGNORECASE)
"""The lists also say where a rule prescribes none."""


FOR_THE_BUYER = re.compile(r"\s*\((?:recalled|authority\b[^()]*(?:\([^()]*\)[^()]*)*)\)")
"""Remarks in a declaration's text that are no part of what is asked of the bidder."""


def declarations(findings: Iterable[Finding]) -> list[Declaration]:
    """Return the declarations that the rules reaching `findings` prescribe, each once."""
    found: dict[tuple[str, str], Declaration] = {}
    for finding in findings:
        for outcome in reaching(finding):
            if outcome.declaration and not NO_DECLARATION.match(outcome.declaration):
                checked = outcome.basis == "verified" and "recalled" not in outcome.declaration
                text = FOR_THE_BUYER.sub("", outcome.declaration)
                # Behind the colon stands what the rule does, in the words of the lists.
                title = outcome.title.partition(": ")[0]
                asked = Declaration(title, text, bare(outcome.citation), checked)
                found.setdefault((title, text), asked)
    return list(found.values())


def provisions(questions: Iterable[Question]) -> list[tuple[str, tuple[int, ...]]]:
    """Return the rules about goods that the answers bear on, each with its questions' numbers.

    Advice, and rules that look at the bidder alone, are no reason to ask about goods.
    """
    found: dict[str, list[int]] = {}
    for question in questions:
        for outcome in question.rules:
            reaches = outcome.outcome in (Applicability.APPLIES, Applicability.APPLIES_IF)
            if reaches and outcome.consequence in ASKING and not outcome.of_bidder:
                rule = bare(outcome.citation) or outcome.title
                found.setdefault(rule, []).append(question.number)
    return [(rule, tuple(dict.fromkeys(numbers))) for rule, numbers in found.items()]
