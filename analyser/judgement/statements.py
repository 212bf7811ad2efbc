"""Sentences that deny, promise, forbid or withdraw: raw material of contradictions.

A statement is the author's own word; the same words quoted by a buyer from a law are none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analyser.document import Block, Document, Layer
from analyser.finding import Disposition, Judged, Role, Route, Stance, Statement
from analyser.judgement.glossary import glossary_of
from analyser.judgement.glosses import document_tongue, gloss
from analyser.judgement.sentences import sentence_spans

LONGEST_SENTENCE = 900
"""Characters; a longer "sentence" is a page without full stops, where a cue proves nothing."""

# A denial of a maker is a statement about the offer only with a verb of supplying: "no DJI
# aircraft will fly over the yard" denies a flight and not a supply.
SUPPLYING = re.compile(
    r"\b(?:suppl\w+|offer\w*|provid\w+|propos\w+|quot\w+|includ\w+|contain\w*|us(?:e[sd]?|ing)|"
    r"form\w*\s+(?:any\s+)?part|sell\w*|sold|deliver\w*|install\w*|procur\w+|purchas\w+|"
    r"manufactur\w+|made|compris\w+|incorporat\w+|equipment|products?|components?)\b",
    re.IGNORECASE,
)
# "It [ ] will, [ ] will not provide ...": a form that nobody has filled in says nothing.
OPEN_CHOICE = re.compile(r"[\[(□☐]\s*[\])]?\s*(?:will|does|do|is|are)\b", re.IGNORECASE)
TICK = r"(?:\[\s*[xX✓✔]\s*\]|[☒☑✓✔])\s*(?:will|does|do|is|are)"
TICKED_NOT = re.compile(TICK + r"\s+not\b", re.IGNORECASE)
TICKED_YES = re.compile(TICK + r"\b(?!\s+not)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of statements.toml, compiled."""

    kind: str
    standard: str
    roles: frozenset[Role]
    gate: str
    expression: re.Pattern[str]


def statements(
    document: Document, judged: Sequence[Judged], role: Role, tongue: str | None = None
) -> tuple[Statement, ...]:
    """Return what the author of `document` denies, promises, forbids or withdraws.

    `tongue` is the document's language, where it is known already.
    """
    tongue = document_tongue(document) if tongue is None else tongue
    found = [*_general(document, role, tongue), *_about_makers(judged, role, tongue)]
    withdrawn = [one for one in found if one.kind == "withdraws"]
    found = [one for one in found if one.kind != "withdraws"]
    found += [_naming(one, judged) for one in withdrawn if _naming(one, judged).makers]
    return tuple(dict.fromkeys(found))


def _general(document: Document, role: Role, tongue: str) -> Iterable[Statement]:
    asked = [pattern for pattern in patterns() if role in pattern.roles]
    if glossary_of(tongue) is None:  # nearly all documents hold few of the words at all
        whole = "\n".join(block.text for block in document.blocks).lower()
        asked = [pattern for pattern in asked if pattern.gate in whole]
    for block in document.blocks if asked else ():
        if block.layer in (Layer.DELETED, Layer.METADATA, Layer.LINK):
            continue
        lowered = gloss(block.text, tongue).lower()
        for pattern in asked:
            if pattern.gate in lowered:
                yield from _matching(block, pattern, tongue)


def _matching(block: Block, pattern: Pattern, tongue: str) -> Iterable[Statement]:
    for start, end in sentence_spans(block.text):
        sentence = " ".join(block.text[start:end].split())
        read = gloss(sentence, tongue)
        if len(sentence) > LONGEST_SENTENCE or pattern.gate not in read.lower():
            continue
        if read.endswith("?") or not pattern.expression.search(read):
            continue
        if pattern.kind == "denies-all" and not _is_decided(read):
            continue
        yield Statement(
            kind=pattern.kind,
            text=sentence,
            page=block.page,
            where=block.where,
            standard=pattern.standard,
        )


def _is_decided(sentence: str) -> bool:
    if TICKED_YES.search(sentence) and not TICKED_NOT.search(sentence):
        return False
    return bool(TICKED_NOT.search(sentence)) or not OPEN_CHOICE.search(sentence)


def _about_makers(judged: Sequence[Judged], role: Role, tongue: str) -> Iterable[Statement]:
    kind = "forbids" if role is Role.TENDER else "denies-maker"
    by_sentence: dict[tuple[str, int | None, str], list[str]] = {}
    for one in judged:
        heard = one.disposition is not Disposition.CLEARED and not one.mention.needs_context
        # "eSight is not included" rules out one product of a maker, not the maker.
        goods = one.mention.route in (Route.PRODUCT_LINE, Route.TELLTALE)
        about_all = not (goods or one.mention.is_number)
        excluded = one.stance is Stance.EXCLUDED and about_all
        if excluded and heard and SUPPLYING.search(gloss(one.context, tongue)):
            key = (one.context, one.page, one.where)
            by_sentence.setdefault(key, []).extend(one.mention.makers)
    for (text, page, where), makers in by_sentence.items():
        yield Statement(kind, text, page, where, makers=tuple(dict.fromkeys(makers)))


def _naming(statement: Statement, judged: Sequence[Judged]) -> Statement:
    """Return a withdrawal with the makers that its own sentence names as given up."""
    makers = [
        maker
        for one in judged
        if one.stance is not Stance.OFFERED
        and one.page == statement.page
        and (one.context in statement.text or statement.text in one.context)
        for maker in one.mention.makers
    ]
    return Statement(
        statement.kind,
        statement.text,
        statement.page,
        statement.where,
        makers=tuple(dict.fromkeys(makers)),
        standard=statement.standard,
    )


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns of statements.toml in file order."""
    text = Path(__file__).with_name("statements.toml").read_text(encoding="utf-8")
    return tuple(
        Pattern(
            kind=row["kind"],
            standard=row["standard"],
            roles=frozenset(Role(role) for role in row["roles"]),
            gate=row["gate"],
            expression=re.compile(row["pattern"], re.IGNORECASE),
        )
        for row in tomllib.loads(text)["statement"]
    )
