"""Codes beside a maker's name."""

from __future__ import annotations

import pytest

from analyser.document import Block
from analyser.finding import Mention, Route
from analyser.matching.code_shapes import is_code
from tests.matching.conftest import Find, row


def codes(mentions: tuple[Mention, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the codes met beside a name, with their makers."""
    return [
        (one.text, one.makers)
        for one in mentions
        if any(piece.kind == "part-beside-name" for piece in one.evidence)
    ]


@pytest.mark.parametrize(
    ("text", "code", "maker"),
    [
        ("The porch has a HiWatch IPC-T140.", "IPC-T140", "hikvision"),
        ("A Huawei 4G router, E5186 as fitted", "", ""),
        ("A Huawei router, model no. E5186 as fitted", "E5186", "huawei"),
        ("One Huawei 4G router model E5186 is kept", "E5186", "huawei"),
        ("Router E5186 by Huawei", "E5186", "huawei"),
        ("Router E5186 (Huawei), six of", "E5186", "huawei"),
        ("Uniview: QX-8812B", "QX-8812B", "uniview"),
        ("Manufacturer: HiWatch\nModel: IPC-T140", "IPC-T140", "hikvision"),
    ],
)
def test_code_next_to_its_makers_name_is_that_makers(
    find: Find, text: str, code: str, maker: str
) -> None:
    """A code that only labels and words for goods part from a name is a number of that name's."""
    expected = [(code, (maker,))] if code else []

    assert codes(find(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hikvision cameras to EN50132-7 with IP67, IK10 and 12VDC supplies",
        "Hikvision was excluded under order PO12345 of 2026-11-12",
        "Dahua and the firm behind ZX8812-B were asked",
        "Remove the Hikvision units; fit QX-8812B instead",
        "Hikvision RJ45 patch leads, 802.11ax and H.265",
        "We will fit ZX8812-B rather than Hikvision cameras",
        "Huawei 5G at 3500MHz",
        "Uniview manual.v2.pdf",
    ],
)
def test_what_is_no_code_or_stands_apart_is_left(find: Find, text: str) -> None:
    """Standards, measures, orders, and codes behind a verb or an "and" are nobody's."""
    assert codes(find(text)) == []


def test_codes_of_one_list_go_with_the_name_before_it(find: Find) -> None:
    """Codes strung after a name's first code are its codes too."""
    found = codes(find("Dahua ABX4412-Z, ABX4413-Z and ABX4414-Z"))

    assert [text for text, _ in found] == ["ABX4412-Z", "ABX4413-Z", "ABX4414-Z"]


def test_known_code_of_another_maker_is_never_taken(find: Find) -> None:
    """A number that some maker's grammar reads is that maker's, whoever stands beside it."""
    found = find("Hikvision P3245-LVE cameras and Motorola DP4801e radios by Hytera")

    assert codes(found) == []


def test_model_cell_goes_with_the_make_cell_of_its_row(find: Find) -> None:
    """In a row with a restricted make, the model cell is a number of that make."""
    found = find(
        row(("Ref", "C-003"), ("Make", "HiWatch"), ("Model", "IPC-T140"), ("Serial", "AB-99812"))
    )

    assert codes(found) == [("IPC-T140", ("hikvision",))]


def test_each_make_column_has_its_own_model_column(find: Find) -> None:
    """With a second make in the row, each model belongs to the make before it."""
    found = find(
        row(
            ("Make", "Acme Optics"),
            ("Model", "ZX8812-B"),
            ("Alternative make", "Uniview"),
            ("Model", "QX-8812B"),
        )
    )

    assert codes(found) == [("QX-8812B", ("uniview",))]


def test_make_cell_of_two_makers_gives_no_code_to_either(find: Find) -> None:
    """Where a make cell names a cleared maker too, the row does not say whose the code is."""
    assert codes(find(row(("Make", "Axis / Hikvision"), ("Model", "ZX8812-B")))) == []


def test_form_with_make_and_model_in_rows_of_their_own(find: Find) -> None:
    """A label "Manufacturer" and "Model" in neighbouring rows belong together."""
    found = find(
        row(("", "Manufacturer"), ("", "HiWatch")),
        row(("", "Model"), ("", "IPC-T140")),
        row(("", "Colour"), ("", "RAL9010")),
    )

    assert codes(found) == [("IPC-T140", ("hikvision",))]
    assert found[-1].block == 1


def test_doubtful_name_lends_nothing_to_a_code(find: Find) -> None:
    """A name that is itself without evidence vouches for no code."""
    found = find("Build 22.04 LTS ZX8812-B was installed")

    assert codes(found) == []


def test_resellers_code_leaves_the_producer_open(find: Find) -> None:
    """A code beside a reseller's name leads to the maker as the reseller's name does."""
    found = find("Amcrest ZX8812-B")

    assert {one.route for one in found} == {Route.REBRAND}


def test_short_number_without_its_separator_is_read_beside_its_maker(find: Find) -> None:
    """The code "EC25E" for EC25-E is too short to be told alone, not beside its maker."""
    assert codes(find("A Quectel modem is fitted to the logger, an EC25E on its carrier")) == [
        ("EC25E", ("quectel",))
    ]
    assert codes(find("A modem is fitted to the logger, an EC25E on its carrier")) == []


@pytest.mark.parametrize("text", ["IPC-T140", "E5186", "B535-232", "VTO2202F-P", "iDS-2CD7A46G0"])
def test_shape_of_a_code(text: str) -> None:
    """Letters with digits, in capitals: a code."""
    assert is_code(text)


@pytest.mark.parametrize(
    "text",
    ["4MP", "3840x2160", "802.11ax", "EN50132-7", "IP67", "H.265", "SHA-256", "12-Nov-2026",
     "PO12345", "RS485", "8-channel", "plan-2.pdf", "IEC62676-4", "MIL-STD-810G", "A4", "2026"],
)  # fmt: skip
def test_shape_of_no_code(text: str) -> None:
    """Measures, standards, dates, orders and files are no codes."""
    assert not is_code(text)


def test_hostile_run_of_letters_is_looked_at_quickly(find: Find) -> None:
    """A run made to be read over and over takes no longer than its length deserves."""
    import time

    started = time.perf_counter()
    find(Block("Hikvision " + "A+" * 20_000 + " A1-" * 20_000))

    assert time.perf_counter() - started < 3
