"""Ticks and codes are read by table: what a row's marks mean shows in the rows around it."""

from __future__ import annotations

import pytest

from analyser.document import Block, Cell, Document, Layer
from analyser.finding import Role
from analyser.judgement.marks import legend_of, without_legend
from tests.judgement.test_judge import verdicts


def table(
    headings: tuple[str, ...], *rows: tuple[str, ...], caption: str = "", below: str = ""
) -> Document:
    """Return a document of one table, and what stands below it."""
    blocks = []
    for row in rows:
        cells, at = [], 0
        for heading, text in zip(headings, row, strict=True):
            if text:
                cells.append(Cell(heading, text, at))
                at += len(text) + 3
        joined = " | ".join(cell.text for cell in cells)
        blocks.append(Block(joined, Layer.TABLE, cells=tuple(cells), caption=caption))
    return Document(
        "t", "", "text/plain", blocks=(*blocks, Block(below)) if below else tuple(blocks)
    )


def stances(document: Document, role: Role) -> list[str]:
    """Return the stance of "Norvik" on each row, by the rules alone."""
    return [one.stance.value for one in verdicts(document, role.value, "Norvik")]


CHOICES = ("Maker", "In our offer", "Not in our offer")


@pytest.mark.parametrize(
    ("document", "role", "expected"),
    [
        (table(CHOICES, ("Norvik", "☒", "☐"), ("Norvik", "☐", "☒")), "declaration", "offered excluded"),
        (table(CHOICES, ("Norvik", "x", ""), ("Norvik", "", "x")), "declaration", "offered excluded"),
        (table(("Vendor", "Approved"), ("Norvik", "✓"), ("Norvik", "x")), "tender", "specified excluded"),
        (table(("Part", "New", "Re-used"), ("Norvik dome", "X", ""), ("Norvik NVR", "", "X")), "tender", "specified existing"),
        (table(("Clause", "Item", "Reply"), ("4", "Norvik reader", "F"), ("5", "Norvik reader", "N"), caption="F = full, N = not offered."), "bid", "offered excluded"),
        (table(("Pos", "Part", "Stays", "Lap."), ("1", "Norvik dome", "", "x"), below="Stays = kept by the Client; Lap. = deleted."), "tender", "excluded"),
    ],
    ids=["boxes", "crosses as ticks", "cross beside tick", "reuse", "codes", "headings in short"],
)  # fmt: skip
def test_a_tick_says_what_its_column_is_called(
    document: Document, role: str, expected: str
) -> None:
    """The heading of the ticked column speaks of the row, and a code means what the legend says."""
    assert " ".join(stances(document, Role(role))) == expected


def test_a_legend_judges_no_row() -> None:
    """A table's title with "N = not offered" in it excludes nothing in it by itself."""
    caption = "F = full, A = alternative, N = not offered. Our words stand on the right."
    assert legend_of(caption) == {"F": "full", "A": "alternative", "N": "not offered"}
    assert "not offered" not in without_legend(caption)
    document = table(("Clause", "Reply", "Words"), ("7", "F", "Norvik reader"), caption=caption)
    assert stances(document, Role.BID) != ["excluded"]


@pytest.mark.parametrize(
    "text", ["Total = 400", "Voltage = 12 V", "a sentence without codes; another", ""]
)
def test_a_single_equation_is_no_legend(text: str) -> None:
    """One "=" explains no codes."""
    assert legend_of(text) == {}
    assert without_legend(text) == text


def test_a_sentence_that_ends_in_a_colon_opens_a_table_without_headings() -> None:
    """A title like "The goods hold nothing made by:" speaks of each row below it."""
    document = table(
        ("", ""), ("1.", "Norvik"), caption="We declare that we do not supply goods made by:"
    )
    assert stances(document, Role.DECLARATION) == ["excluded"]
