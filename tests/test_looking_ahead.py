"""Which pages deserve a layout, a search, or neither."""

from __future__ import annotations

import pytest

from analyser.lists.load import load_lists
from analyser.looking_ahead import deserving
from analyser.matching.matcher import Matcher

PROSE = (
    "The contractor shall maintain the premises and is responsible for all of the works that are\n"
    "described in this section, which the authority may vary by giving notice to the contractor.\n"
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Return a matcher of the shipped lists."""
    return Matcher(load_lists().catalogue)


def looked(matcher: Matcher, *texts: str) -> tuple[set[int], set[int]]:
    """Return which of `texts` are laid out and which are searched, all being candidates."""
    laid, searched = deserving(matcher, texts, frozenset(range(len(texts))))
    assert laid <= searched
    return set(laid), set(searched)


def test_page_that_names_a_maker_is_laid_out(matcher):
    """A firm name deserves a layout wherever it stands."""
    assert looked(matcher, PROSE, PROSE + "Cameras by Hikvision will be supplied.\n") == ({1}, {1})


def test_name_that_runs_over_the_page_end_takes_both_pages(matcher):
    """A name cut by a page break is laid out on both its pages."""
    laid, _ = looked(matcher, PROSE + "The cameras are made by Da-", "hua. " + PROSE)
    assert laid == {0, 1}


def test_ordinary_word_in_prose_is_neither_laid_out_nor_searched(matcher):
    """An ordinary word for which nothing speaks does not cost a layout."""
    text = PROSE + "The Air Force and the Prime Contractor shall agree on the Guard at the gate.\n"
    assert looked(matcher, text) == (set(), set())


def test_rows_under_a_heading_for_makers_are_laid_out_pages_later(matcher):
    """A word that is a brand only in its column is laid out where a table of makes runs on."""
    first = "Ref Equipment Make Origin\n1 Router Acme Spain\n2 Switch Acme Spain\n"
    rest = "3 Router Acme Spain\n4 Switch Acme Spain\n"
    last = "5 Handset Honor China\n6 Handset Prime Spain\n"
    laid, _ = looked(matcher, first, rest, last)
    assert 2 in laid


def test_table_of_equipment_is_laid_out_without_a_listed_name(matcher):
    """The bill of makers needs the columns of every table of equipment."""
    text = "Item Description Make Model Qty\n1 Dome camera Axis P3245 4\n2 Recorder Bosch 5000 1\n"
    assert looked(matcher, text) == ({0}, {0})


@pytest.mark.parametrize(
    "headings",
    [
        "Ref Equipment OEM Origin",
        "No Mfr Type Price",
        "No Mfg. Part Price",
        "Ref 品牌 产地",
        "序号 厂家 型号",
        "序号厂家型号",
    ],
)
def test_short_heading_for_makers_counts_beside_others(matcher, headings):
    """A heading of few letters is known among those of other columns."""
    text = f"{headings}\n1 Handset Acme Spain\n2 Handset Prime China\n"
    assert looked(matcher, text)[0] == {0}


def test_rows_without_line_ends_are_laid_out(matcher):
    """Where a page's rows stand in one line, only a layout finds its headings."""
    rows = " ".join(f"{n} X-{900 + n} Bosch" for n in range(20))
    text = f"No. Manufacturer Model Amount {rows} 21 X-952 Prime 9"
    assert looked(matcher, text, "22 X-953 Prime 9\n") == ({0, 1}, {0, 1})
    assert looked(matcher, "Manufacturer:\n" + PROSE, "21 X-952 Guard 9\n" + PROSE)[0] == set()


def test_table_runs_on_over_any_number_of_pages(matcher):
    """A row stands under the headings of a table's first page, however long the table."""
    first = "Ref Equipment Make Origin\n1 Router Acme Spain\n2 Switch Acme Spain\n"
    rest = ["3 Router Acme Spain\n4 Switch Acme Spain\n"] * 40
    last = "5 Handset Honor China\n6 Handset Prime Spain\n"
    assert 41 in looked(matcher, first, *rest, last)[0]
    assert looked(matcher, first, *rest[:20], PROSE, *rest[20:], last)[0] == set()
