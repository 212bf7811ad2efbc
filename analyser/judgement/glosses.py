"""Words of other languages turned into the English words of the trade, before anything is judged.

Rules and model know English. A gloss is no translation: the words that decide ("keine",
"vorhandene", "Einzelpreis") become the words that the rules know ("no", "existing", "unit price"),
every other word stays as it is, and people are shown the words as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from analyser.document import Document
from analyser.judgement.glossary import Glossary, glossary_of
from analyser.judgement.passages import Passage
from analyser.judgement.tongues import ENGLISH, UNKNOWN, likely_tongues

_SAMPLE = 6_000  # characters of a document by which its language is told
_BLOCKS = 80
_ENOUGH = 3  # words with a gloss from which on a text of doubtful language is not English
_SPACES = re.compile(r"  +")


@lru_cache(maxsize=1024)
def tongue_of(text: str, expected: str = UNKNOWN) -> str:
    """Return the language of `text`: `expected` unless its words clearly show another one.

    Small words that several languages share leave a choice: then the one whose glosses know most
    of the text is taken.
    """
    likely = likely_tongues(text, expected)
    if len(likely) < 2:
        return likely[0] if likely else UNKNOWN
    others = [tongue for tongue in likely if tongue != ENGLISH]
    known = {tongue: _known_words(text, tongue) for tongue in others}
    best = max(others, key=known.__getitem__)
    # "On" and "no" are words of many languages; English has the benefit of the doubt.
    if ENGLISH in likely and known[best] < max(_ENOUGH, len(text.split()) // 3):
        return ENGLISH
    return best


def _known_words(text: str, tongue: str) -> int:
    glossary = glossary_of(tongue)
    return glossary.known_words(text) if glossary else 0


def document_tongue(document: Document) -> str:
    """Return the language that most of the document's beginning is written in; "" if none shows."""
    texts: list[str] = []
    length = 0
    for block in islice((block for block in document.blocks if block.text), _BLOCKS):
        for text in (block.text[:1_000], *(cell.heading for cell in block.cells)):
            texts.append(text)
            length += len(text)
        if length > _SAMPLE:
            break
    return tongue_of(" ".join(texts)[:_SAMPLE])


def gloss(text: str, tongue: str) -> str:
    """Return `text` with the words glossed that the language `tongue` has glosses for."""
    glossary = glossary_of(tongue) if text else None
    if glossary is None:
        return text
    return _SPACES.sub(" ", "".join(piece.text for piece in glossary.pieces(text))).strip()


def glossed(passage: Passage, tongue: str = UNKNOWN) -> Passage:
    """Return the passage as it reads in English where it counts.

    Args:
        passage: Any passage; an English one is returned as it is.
        tongue: Language of the document; the passage's own words may show another one.
    """
    around = (passage.before, passage.text, passage.after, passage.lead_in)
    tongue = tongue_of(" ".join((*around, *(heading for heading, _ in passage.cells))), tongue)
    glossary = glossary_of(tongue)
    if glossary is None:
        return passage
    text, start, printed = _glossed_text(passage, glossary)
    spoken = passage.spoken
    return replace(
        passage,
        text=text,
        start=start,
        printed=printed,
        before=gloss(passage.before, tongue),
        after=gloss(passage.after, tongue),
        heading=gloss(passage.heading, tongue),
        lead_in=gloss(passage.lead_in, tongue),
        caption=gloss(passage.caption, tongue),
        column=gloss(passage.column, tongue),
        cells=tuple((gloss(head, tongue), gloss(cell, tongue)) for head, cell in passage.cells),
        title=gloss(passage.title, tongue),
        originals=tuple(_originals(passage, tongue)),
        spoken=spoken
        and replace(
            spoken, asked=gloss(spoken.asked, tongue), answered=gloss(spoken.answered, tongue)
        ),
    )


def _originals(passage: Passage, tongue: str) -> Iterator[tuple[str, str]]:
    """Yield (as read, as printed) of what is shown around the text itself."""
    around = (passage.after, passage.heading, passage.caption, passage.column, passage.title)
    for printed in (*around, *(text for cell in passage.cells for text in cell)):
        read = gloss(printed, tongue)
        if read != printed:
            yield read, printed


def _glossed_text(
    passage: Passage, glossary: Glossary
) -> tuple[str, int, tuple[tuple[int, str, str], ...]]:
    """Return the passage's text glossed, where the mention stands in it, and what was printed."""
    masks = {place: (mask, words) for place, mask, words in passage.printed}
    masks.setdefault(passage.start, (passage.text[passage.start : passage.end], ""))
    pieces: list[str] = []
    printed: list[tuple[int, str, str]] = []
    length = start = at = 0
    for place, (mask, words) in [*sorted(masks.items()), (len(passage.text), ("", ""))]:
        for piece in glossary.pieces(passage.text[at:place]):
            if piece.glossed and piece.text:
                printed.append((length, piece.text, piece.printed))
            pieces.append(piece.text)
            length += len(piece.text)
        if place == passage.start:
            start = length
        if words:
            printed.append((length, mask, words))
        pieces.append(mask)
        length += len(mask)
        at = place + len(mask)
    return "".join(pieces), start, tuple(printed)
