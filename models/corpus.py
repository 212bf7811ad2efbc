"""The training sentences, read into passages and features.

The files of sentences/ are written by hand for this project: every line is its own wording, lines
of one kind stand under one family, and families are what cross-validation keeps apart.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from analyser.document import Block, Document
from analyser.finding import Mention, Role, Route, Stance
from analyser.judgement.features import passage_features
from analyser.judgement.glosses import document_tongue, glossed
from analyser.judgement.judge import document_for
from analyser.judgement.passages import Passage, passage_for
from analyser.judgement.stance import Weighing, weigh

SENTENCES = Path(__file__).parent / "sentences"
MAKE_NAME, OTHER_NAME = "Norvik", "Ostrava Optik"
_CONTEXT = re.compile(r"\{(heading|lead|before|cols)=([^}]*)\}\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled sentence."""

    text: str
    """With `<M>` for the maker and `<O>` for another listed one."""

    role: Role
    stance: Stance
    family: str
    heading: str = ""
    lead_in: str = ""
    before: str = ""
    columns: tuple[str, ...] = ()
    """Headings of the cells, where the text is a row of a table."""


def read_sentences(folder: Path = SENTENCES) -> list[Example]:
    """Return all labelled sentences of `folder`, in the order of file and line."""
    examples: list[Example] = []
    for path in sorted(folder.glob("*.txt")):
        role, stance, family = "", "", ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith("@"):
                role, stance, family = line[1:].split()
            elif line.strip() and not line.startswith("#"):
                if "<M>" not in line:
                    msg = f"{path.name}, line {number}: no <M>; mark the maker's name with it"
                    raise ValueError(msg)
                found = dict(_CONTEXT.findall(line))
                examples.append(
                    Example(
                        text=_CONTEXT.sub("", line).strip(),
                        role=Role(role),
                        stance=Stance(stance),
                        family=f"{role}/{stance}/{family}",
                        heading=found.get("heading", ""),
                        lead_in=found.get("lead", ""),
                        before=found.get("before", ""),
                        columns=tuple(found["cols"].split(";")) if "cols" in found else (),
                    )
                )
    return examples


def passage_of(example: Example, name: str = MAKE_NAME, other: str = OTHER_NAME) -> Passage:
    """Return the example as the judge would meet it, its makers called `name` and `other`."""
    document, mentions = document_of(example, name, other)
    passage = passage_for(document.blocks[-1], mentions[0], mentions, example.role)
    if example.before:
        passage = replace(passage, before=example.before)
    return glossed(passage, document_tongue(document))


def document_of(
    example: Example, name: str = MAKE_NAME, other: str = OTHER_NAME
) -> tuple[Document, tuple[Mention, ...]]:
    """Return a document of the example, and its mentions, the labelled one first."""
    pieces: list[str] = []
    found: list[Mention] = []
    length = 0
    where = 1 if example.before else 0
    for piece in re.split(r"(<M>|<O>)", example.text):
        words = {"<M>": name, "<O>": other}.get(piece, piece)
        if words is not piece:
            found.append(_mention(words, where, length, "a" if piece == "<M>" else "b"))
        pieces.append(words)
        length += len(words)
    text = "".join(pieces)
    row = tuple(zip(example.columns, text.split(" | "), strict=True)) if example.columns else ()
    document = document_for(text, example.heading, row, example.before)
    if example.lead_in:
        block = document.blocks[-1]
        document = Document(
            document.path,
            document.sha256,
            document.media_type,
            blocks=(
                *document.blocks[:-1],
                Block(block.text, block.layer, heading=block.heading, lead_in=example.lead_in),
            ),
        )
    found.sort(key=lambda mention: mention.makers != ("a",))
    return document, tuple(found)


def features_of(example: Example) -> tuple[dict[str, float], Weighing]:
    """Return the model's features of the example, and the rules' opinion of it."""
    passage = passage_of(example)
    weighing = weigh(passage)
    return passage_features(passage, weighing), weighing


def digest(folder: Path = SENTENCES) -> str:
    """Return a digest of the training sentences, for the card."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]


def _mention(words: str, block: int, start: int, maker: str) -> Mention:
    return Mention(
        block=block,
        start=start,
        end=start + len(words),
        text=words,
        makers=(maker,),
        chain=(),
        route=Route.NAME,
        vendor=maker,
        alias=words,
    )
