"""What the text does with each mention, how sure that is, and how loudly to say it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analyser.catalogue import Catalogue
from analyser.document import Block, Box, Cell, Document, Layer
from analyser.finding import Evidence, Judged, Mention, Role, Stance
from analyser.judgement.confidence import confidence, load_weights, reasons, weighed
from analyser.judgement.disposition import disposition_for, is_withdrawn
from analyser.judgement.features import passage_features, telling_words
from analyser.judgement.headings import row_cells, row_evidence
from analyser.judgement.parts import Parts
from analyser.judgement.passages import Passage, passage_for
from analyser.judgement.sentences import sentence_around
from analyser.judgement.stance import Weighing, weigh

_SPACE = re.compile(r"\s+")
_APART = re.compile(r"[\W_]+")
_FIRST_BLOCKS = 4
_TITLE_LENGTH = 110  # characters: a longer line is a sentence
_POSSIBLE = 0.12  # chance of an offer above which words must lower a name, not the role alone
_TITLE_SAYS = 0.4  # of a title rule's weight, beside what the model made of the row itself
_CLEAR = 0.7  # share from which the rules' word stands against the model's
_ACTIVE = frozenset({Stance.OFFERED.value, Stance.SPECIFIED.value})
_LAST_SENTENCE = 400  # characters of the paragraph before that are read for its last sentence


class StanceModel(Protocol):
    """What judge asks of a trained pipeline; `analyser.language.Language` is one."""

    def stance(self, features: Sequence[Mapping[str, float]]) -> Sequence[Mapping[str, float]]:
        """Return the probability of each stance for each set of features; empty without a model."""

    def pull(self, name: str, stance: str) -> float:
        """Return how far the feature `name` draws towards `stance`."""


@dataclass(frozen=True, slots=True)
class StanceView:
    """The stance of one mention with what stands behind it."""

    stance: Stance
    cue: str
    active: float
    """Probability that the text offers or specifies the name."""


def judge(
    document: Document,
    mentions: Sequence[Mention],
    role: Role,
    catalogue: Catalogue,
    language: StanceModel | None,
) -> tuple[Judged, ...]:
    """Return each of the document's mentions with stance, confidence and disposition."""
    parts = Parts(document, mentions)
    title = document_title(document) if mentions else ""
    passages = [replace(_passage(document, one, parts, role), title=title) for one in mentions]
    views = stance_views(passages, language)
    known = set(catalogue.vendors)
    return tuple(
        _judged(document.blocks[mention.block], mention, passage, view, known)
        for mention, passage, view in zip(mentions, passages, views, strict=True)
    )


def stance_views(
    passages: Sequence[Passage], language: StanceModel | None
) -> tuple[StanceView, ...]:
    """Return the stance of each passage's mention, by rules and, where there is one, the model."""
    # The same words again get the same answer: a page of one line repeated is judged once.
    once = tuple(dict.fromkeys(passages))
    views = dict(zip(once, _views(once, language), strict=True))
    return tuple(views[passage] for passage in passages)


def _views(passages: Sequence[Passage], language: StanceModel | None) -> tuple[StanceView, ...]:
    weighings = [weigh(passage) for passage in passages]
    learnt: Sequence[Mapping[str, float]] = ()
    if language is not None and passages:
        learnt = language.stance(
            [
                passage_features(passage, weighing)
                for passage, weighing in zip(passages, weighings, strict=True)
            ]
        )
    return tuple(
        _view(passage, weighing, learnt[number] if learnt else {}, language)
        for number, (passage, weighing) in enumerate(zip(passages, weighings, strict=True))
    )


def block_for(
    text: str,
    role: Role,
    heading: str = "",
    row: Sequence[Sequence[str]] = (),
    before: str = "",
) -> Block:
    """Return one piece of text as a reader would give it: a table row where it is one.

    Args:
        text: The sentence or the row, its cells parted by bars.
        role: Role of the document it would stand in; rows of any role are read alike.
        heading: Section or column heading above it.
        row: (column heading, cell) of each cell, where known; then `text` is the cells.
        before: The sentence before, which is not searched for names.
    """
    del role, before  # part of the surroundings: see document_for
    cells = [(str(pair[0] or ""), str(pair[1] or "")) for pair in row if len(pair) > 1]
    if not cells and " | " in text:
        cells = [("", cell.strip()) for cell in text.split(" | ")]
    if not cells:
        return Block(text, heading=heading)
    placed = []
    at = 0
    for title, cell in cells:
        placed.append(Cell(title, cell, at))
        at += len(cell) + 3
    joined = " | ".join(cell for _, cell in cells)
    return Block(joined, layer=Layer.TABLE, heading=heading, cells=tuple(placed))


def document_for(
    text: str,
    role: Role,
    heading: str = "",
    row: Sequence[Sequence[str]] = (),
    before: str = "",
) -> Document:
    """Return a document of one piece of text, to be matched and judged like any other.

    The sentence before stands in a quiet block of its own: read, but not searched.
    """
    block = block_for(text, role, heading, row, before)
    blocks = (Block(before, heading=heading, quiet=True), block) if before else (block,)
    return Document("text", "", "text/plain", blocks=blocks)


def document_title(document: Document) -> str:
    """Return what the document calls itself: its file's name in words, and its first short line."""
    name = _APART.sub(" ", document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    for block in document.blocks[:_FIRST_BLOCKS]:
        line = block.text.strip().split("\n", 1)[0]
        if block.layer in (Layer.BODY, Layer.TEXTBOX) and 0 < len(line) <= _TITLE_LENGTH:
            return f"{name}; {line}"
    return name


def _passage(document: Document, mention: Mention, parts: Parts, role: Role) -> Passage:
    block = document.blocks[mention.block]
    passage = passage_for(*parts.of(mention), role)
    if passage.before or passage.cells or block.layer is not Layer.BODY or not mention.block:
        return passage
    earlier = document.blocks[mention.block - 1]
    if earlier.layer is not Layer.BODY or earlier.cells or earlier.heading != block.heading:
        return passage
    tail = earlier.text[-_LAST_SENTENCE:].strip()
    if not tail:
        return passage
    low, high = sentence_around(tail, len(tail) - 1, len(tail))
    return replace(passage, before=_SPACE.sub(" ", tail[low:high]).strip())


def _view(
    passage: Passage,
    weighing: Weighing,
    learnt: Mapping[str, float],
    language: StanceModel | None,
) -> StanceView:
    shares = {stance.value: share for stance, share in weighing.shares().items()}
    if learnt and not _contradicts(shares, learnt):
        shares = _titled(passage, weighing, learnt)
    best = Stance(max(shares, key=lambda name: (shares[name], name == Stance.EXCLUDED)))
    active = shares.get(Stance.OFFERED, 0.0) + shares.get(Stance.SPECIFIED, 0.0)
    words = weighing.words_for(best, passage.role)
    silent = words.startswith("document role")
    told: tuple[str, ...] = ()
    if silent and language is not None and learnt:
        told = telling_words(passage, lambda name: language.pull(name, best.value))
        words = "the words " + ", ".join(f'"{word}"' for word in told) if told else words
    # A name is only lowered to a note by words that lower it. "We offer X" in a paper whose role
    # nothing shows has none, and an offer missed is the worst mistake: a person looks at it.
    lowered = best in (Stance.CITED, Stance.EXCLUDED)
    if silent and lowered and (not told or active >= _POSSIBLE):
        best = Stance.UNCLEAR
    return StanceView(best, words, active)


def _titled(passage: Passage, weighing: Weighing, learnt: Mapping[str, float]) -> dict[str, float]:
    """Return the model's shares, turned towards what the document is called, for rows.

    The lessons are sentences and rows without a document around them: that a bare row stands in
    an asset register is news to the model.
    """
    shares = dict(learnt)
    if not row_cells(passage):
        return shares
    for sign in weighing.signs:
        if sign.key.startswith("title-"):
            shares[sign.stance.value] *= math.exp(_TITLE_SAYS * sign.weight)
    total = sum(shares.values())
    return {stance: share / total for stance, share in shares.items()}


def _contradicts(rules: Mapping[str, float], learnt: Mapping[str, float]) -> bool:
    """Tell whether the model turns clear rules from an offer to its opposite, or back.

    Between a ban and an offer lies the worst mistake: there the rules, which can show the words,
    have the last say.
    """
    said, heard = max(rules, key=rules.__getitem__), max(learnt, key=learnt.__getitem__)
    if rules[said] < _CLEAR:
        return False
    return (said == Stance.EXCLUDED and heard in _ACTIVE) or (
        said in _ACTIVE and heard == Stance.EXCLUDED
    )


def _judged(
    block: Block, mention: Mention, passage: Passage, view: StanceView, known: set[str]
) -> Judged:
    weights = load_weights()
    pieces = list(mention.evidence)
    if mention.vendor in known or not known:
        pieces += [Evidence(kind, words) for kind, words in row_evidence(passage)]
    counted = weighed(pieces, weights)
    value = confidence(counted, weights)
    withdrawn = is_withdrawn(block.layer, passage.struck)
    why = list(reasons(counted))
    if withdrawn:
        why.append("· the words are struck through or deleted, so they are for review at most")
    return Judged(
        mention=replace(mention, evidence=counted),
        stance=view.stance,
        stance_cue=view.cue,
        confidence=round(value, 4),
        disposition=disposition_for(mention, view.stance, value, view.active, withdrawn),
        why=tuple(why),
        page=block.page,
        where=block.where,
        layer=block.layer.value,
        context=_context(block, mention),
        box=_box(block, mention),
        heading=block.heading,
    )


def _context(block: Block, mention: Mention) -> str:
    text = block.text
    if block.layer is not Layer.TABLE and not block.cells:
        low, high = sentence_around(text, mention.start, min(mention.end, len(text)))
        text = text[low:high]
    return _SPACE.sub(" ", text).strip()


def _box(block: Block, mention: Mention) -> Box | None:
    """Return the rectangle around the mention, of the first line it stands on at least."""
    boxes = [
        span.box
        for span in block.spans
        if span.box is not None and span.start < mention.end and mention.start < span.end
    ]
    if not boxes:
        return None
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
