"""What the text does with each mention, how sure that is, and how loudly to say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyser.catalogue import Catalogue
from analyser.document import Block, Box, Cell, Document, Layer
from analyser.finding import Evidence, Judged, Mention, Role
from analyser.judgement.confidence import confidence, load_weights, reasons, weighed
from analyser.judgement.disposition import disposition_for, is_withdrawn
from analyser.judgement.exchanges import Exchanges
from analyser.judgement.glosses import document_tongue, glossed
from analyser.judgement.marks import TableMarks
from analyser.judgement.parts import Parts
from analyser.judgement.passages import Passage, Spoken, masked_for, passage_for
from analyser.judgement.rows import row_evidence
from analyser.judgement.sentences import sentence_around
from analyser.judgement.views import StanceModel, StanceView, stance_views

_SPACE = re.compile(r"\s+")
_APART = re.compile(r"[\W_]+")
_FIRST_BLOCKS = 4
_TITLE_LENGTH = 110  # characters: a longer line is a sentence
_LAST_SENTENCE = 400  # characters of the paragraph before that are read for its last sentence


def judge(
    document: Document,
    mentions: Sequence[Mention],
    role: Role | None,
    catalogue: Catalogue,
    language: StanceModel | None,
    tongue: str | None = None,
) -> tuple[Judged, ...]:
    """Return each of the document's mentions with stance, confidence and disposition.

    Args:
        document: What was read.
        mentions: The names found in it.
        role: What the document is; None if nothing shows it. Then each name is judged as in a
            bid, as in a tender and as elsewhere, and what these say together decides.
        catalogue: The makers that are known.
        language: The trained model; None: rules alone.
        tongue: The document's language, where it is known already.
    """
    if not mentions:
        return ()
    parts = Parts(document, mentions)
    dialogues = _Dialogues(document, mentions)
    tongue = document_tongue(document) if tongue is None else tongue
    title = document_title(document)
    marks = TableMarks(document)
    passages = []
    for one in mentions:
        passage = marks.read(_passage(document, one, parts, role or Role.OTHER), one.block)
        passage = replace(passage, title=title, spoken=dialogues.around(one))
        passages.append(glossed(passage, tongue))
    views = stance_views(passages, language, role_known=role is not None)
    known = set(catalogue.vendors)
    return tuple(
        _judged(document.blocks[mention.block], mention, passage, view, known)
        for mention, passage, view in zip(mentions, passages, views, strict=True)
    )


def document_for(
    text: str, heading: str = "", row: Sequence[Sequence[str]] = (), before: str = ""
) -> Document:
    """Return a document of one piece of text, to be matched and judged like any other.

    Args:
        text: The sentence or the row, its cells parted by bars.
        heading: Section or column heading above it.
        row: (column heading, cell) of each cell, where known; then `text` is the cells.
        before: The sentence before, in a quiet block of its own: read, but not searched.
    """
    block = _block_for(text, heading, row)
    blocks = (Block(before, heading=heading, quiet=True), block) if before else (block,)
    return Document("text", "", "text/plain", blocks=blocks)


def _block_for(text: str, heading: str, row: Sequence[Sequence[str]]) -> Block:
    """Return one piece of text as a reader would give it: a table row where it is one."""
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


def document_title(document: Document) -> str:
    """Return what the document calls itself: its file's name in words, and its first short line."""
    name = _APART.sub(" ", document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    for block in document.blocks[:_FIRST_BLOCKS]:
        line = block.text.strip().split("\n", 1)[0]
        if block.layer in (Layer.BODY, Layer.TEXTBOX) and 0 < len(line) <= _TITLE_LENGTH:
            return f"{name}; {line}"
    return name


def _run_on(pieces: Iterable[str]) -> str:
    """Return the pieces as one text in which each is a sentence of its own."""
    return " ".join(piece if piece[-1:] in ".?!:;" else f"{piece}." for piece in pieces)


class _Dialogues:
    """The questions and answers around the mentions of a document, masked for each of them."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._blocks = document.blocks
        self._exchanges = Exchanges(document.blocks)
        self._mentions: dict[int, list[Mention]] = {}
        for mention in mentions:
            self._mentions.setdefault(mention.block, []).append(mention)

    def around(self, mention: Mention) -> Spoken | None:
        exchange = self._exchanges.around(mention.block, mention.start)
        if exchange is None:
            return None
        asked, answered = (
            _run_on(
                masked_for(
                    self._blocks[one.block].text,
                    (one.start, one.end),
                    mention,
                    self._mentions.get(one.block, ()),
                    one.block == mention.block,
                )
                for one in pieces
            )
            for pieces in (exchange.asked, exchange.answered)
        )
        told = " ".join(
            self._blocks[one.block].text[one.start : one.end] for one in exchange.answered
        )
        return Spoken(
            exchange.part, asked, answered, _SPACE.sub(" ", told).strip(), exchange.by_bidder
        )


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
        active=round(view.active, 4),
        withdrawn=withdrawn,
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
