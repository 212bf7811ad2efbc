"""The tables of a document show whose paper it is: whose columns they have and who filled them."""

from __future__ import annotations

import pytest

from analyser.document import Block, Cell, Document, Layer
from analyser.finding import Role
from analyser.judgement.role import document_role
from analyser.judgement.role_tables import ColumnSign, load_column_signs, shown_by_tables


def rows(heads: str, *lines: str, headed: bool = True) -> tuple[Block, ...]:
    """Return a table as a reader gives it; with `headed` its first row heads the others' cells."""
    names = heads.split(" | ")
    blocks = [Block(heads, layer=Layer.TABLE, cells=tuple(Cell("", name, 0) for name in names))]
    for line in lines:
        texts = line.split(" | ")
        cells = tuple(
            Cell(name if headed else "", text.strip(), 0)
            for name, text in zip(names, texts, strict=True)
        )
        blocks.append(Block(line, layer=Layer.TABLE, cells=cells))
    return tuple(blocks)


def role_of(*blocks: Block, tongue: str = "en") -> tuple[Role, str]:
    """Return role and reason of a file whose name says nothing."""
    return document_role(Document("a.xlsx", "", "", blocks=blocks), tongue)


@pytest.mark.parametrize("sign", load_column_signs(), ids=lambda sign: sign.example[0])
def test_a_column_sign_meets_its_own_examples(sign: ColumnSign) -> None:
    """A sign of a column is kept with headings that it meets."""
    assert all(sign.pattern.search(heading) for heading in sign.example)


@pytest.mark.parametrize(
    ("heads", "lines"),
    [
        ("Item | Asked for | Make proposed", ["1 | camera | Northlight", "2 | lift | Eastgate"]),
        ("Cl. | Requirement | Bidder's remarks", ["1 | 4 MP | 5 MP offered", "2 | IP67 | IP68"]),
        ("Sl | Particulars | Guaranteed by bidder", ["1 | class | 1.0", "2 | module | NB-2"]),
        ("Ref | Requirement | Comply (Y/N)", ["1 | 4 MP | Y", "2 | IP67 | N"]),
        ("RefDes | MPN | Manufacturer", ["U1 | NL-2 | Northlight", "U2 | EG-4 | Eastgate"]),
    ],
)
@pytest.mark.parametrize("headed", [True, False])
def test_columns_that_a_bidder_fills_in_are_a_bids(
    heads: str, lines: list[str], headed: bool
) -> None:
    """Offered makes, remarks, guarantees and compliance filled in show a bid, headed or not."""
    role, reason = role_of(*rows(heads, *lines, headed=headed))

    assert role is Role.BID
    assert heads.rsplit(" | ", maxsplit=1)[-1] in reason or "MPN" in reason or "RefDes" in reason


def test_the_same_columns_left_empty_show_no_bid() -> None:
    """A form that is still to be filled in is not taken for a bid."""
    form = rows("Item | Asked for | Make proposed", "1 | camera | ", "2 | lift | to be stated")

    assert role_of(*form)[0] is not Role.BID


def test_an_answer_column_that_nobody_filled_in_is_the_buyers_form() -> None:
    """The form that the buyer hands out is no bid, though its title is that of one."""
    title = Block("Compliance schedule")
    heads = "Ref | Requirement | Bidder's response"
    form = rows(heads, "1 | 4 MP | ", "2 | IP67 | ", "3 | PoE | ")
    answered = rows(heads, "1 | 4 MP | 5 MP", "2 | IP67 | IP68", "3 | PoE | yes")

    assert role_of(title, *form)[0] is Role.TENDER
    assert "empty" in role_of(title, *form)[1]
    assert role_of(title, *answered)[0] is Role.BID


def test_a_bid_may_leave_one_column_empty() -> None:
    """Remarks left out say nothing where the column beside them is filled in."""
    table = rows(
        "Requirement | Make offered | Bidder's remarks",
        "camera | Northlight | ", "lift | Eastgate | ", "gate | Eastgate | ",
    )  # fmt: skip

    assert [one.role for one in shown_by_tables(table, "en")] == [Role.BID]


def test_questions_with_answers_are_an_exchange() -> None:
    """Columns of questions and answers show correspondence, whoever "offers" in a question."""
    log = rows(
        "TQ no. | Supplier's question | Council's response",
        "1 | May we offer another make? | No.",
        "2 | Is the pole ours? | Yes, it is.",
        "3 | Is the lift in scope? | No.",
    )

    assert role_of(*log)[0] is Role.CORRESPONDENCE


@pytest.mark.parametrize(
    "heads", ["Bidder | Cameras offered | Score /60", "Tenderer | Make proposed | Rank"]
)
def test_a_table_that_compares_bidders_is_no_bid(heads: str) -> None:
    """Scores or ranks beside bidders' names show an evaluation, though it names what is offered."""
    table = rows(heads, "Northlight | dome | 52", "Eastgate | turret | 41")

    assert role_of(*table)[0] is Role.OTHER


def test_row_numbers_are_no_quantities() -> None:
    """A column "No." numbers the rows: it shows no bill of quantities."""
    table = rows("No. | Action | By", "1 | repaint | May", "2 | test | May", "3 | lock | June")

    assert list(shown_by_tables(table, "en")) == []


def test_headings_are_read_in_the_documents_language() -> None:
    """An offered product is an offered product in Italian, too."""
    table = rows("Cod. | Descrizione | Prodotto offerto", "A1 | tornello | X2", "A2 | lettore | Y3")

    assert role_of(*table, tongue="it")[0] is Role.BID
