"""Part numbers by their makers' grammars."""

from __future__ import annotations

import pytest

from analyser.finding import Mention, Route
from analyser.lists.load import load_lists
from analyser.matching.expression import beginnings, loosened
from analyser.matching.matcher import Matcher
from analyser.matching.part_numbers import PartNumbers
from tests.matching.conftest import Find


def numbers(mentions: tuple[Mention, ...]) -> list[Mention]:
    """Return the mentions by part number."""
    return [one for one in mentions if one.is_number]


def test_a_resellers_own_number_is_a_rebrand(find: Find) -> None:
    """LTS numbers say who sells the goods; that Hikvision made them is the lists' inference."""
    (resold,) = numbers(find("Four CMIP1143W-28M turret cameras are offered."))
    (own,) = numbers(find("Four DS-2CD2143G2-I cameras are offered."))
    (owned,) = numbers(find("Four EZVIZ CS-C6N indoor cameras are offered."))

    assert (resold.route, resold.vendor, resold.makers) == (Route.REBRAND, "lts", ("hikvision",))
    assert [link.to for link in resold.chain] == ["Hikvision"]
    assert resold.chain[0].source
    assert (own.route, owned.route) == (Route.PART_NUMBER, Route.PART_NUMBER)


def test_a_resellers_name_misspelt_is_resold_all_the_same(find: Find) -> None:
    """The route tells the slip; that the goods are another's is told beside it."""
    (slip,) = find("The contractor shall provide Amcrset cameras.")
    (maker,) = find("The contractor shall provide Hikvison cameras.")

    assert (slip.route, slip.resold) == (Route.MISSPELLING, True)
    assert (maker.route, maker.resold) == (Route.MISSPELLING, False)


def test_a_resellers_number_is_no_name_beside_which_codes_stand(find: Find) -> None:
    """What follows a number is not read as that firm's further number."""
    found = find("Four CMIP1143W-28M A77-42Q cameras are offered.")

    assert [one.text for one in found] == ["CMIP1143W-28M"]


@pytest.mark.parametrize(
    "printed",
    [
        "DS-2CD2143G2-I",
        "DS2CD2143G2I/US",
        "DS 2CD 2143",
        "DS–2CD2143G2–I",
        "DS-2CD\n2T47G2-L",
        "DS-KV6113-\nWPE1",
        "DS-2CD2143G2-I-UK",
        "ds-2cd2143g2-i",
    ],
)
def test_number_is_found_however_it_is_set(find: Find, printed: str) -> None:
    """Separators dropped, widened or broken over lines, and suffixes, are the same number."""
    (found,) = numbers(find(f"Camera {printed} on the wall"))

    assert found.text == printed
    assert found.makers == ("hikvision",)
    assert not found.weak


@pytest.mark.parametrize(
    ("printed", "maker"),
    [
        ("LTD85O8K-ST", "hikvision"),
        ("LTK6I28W-WIFI", "hikvision"),
        ("TV-IP3I4PI", "hikvision"),
    ],
)
def test_misread_digit_is_uncertain_wherever_it_stands(
    find: Find, printed: str, maker: str
) -> None:
    """O for 0 or I for 1 is met at the beginning too, beside letters that are no digits."""
    (found,) = numbers(find(f"Camera {printed} on the wall"))

    assert found.makers == (maker,)
    assert found.weak
    assert "part-uncertain" in {piece.kind for piece in found.evidence}


@pytest.mark.parametrize(
    "text",
    ["DS-920+", "DS-1821+", "IPC-A-610 class 2", "IPC-2221", "QNV-8080R", "P3245-LVE", "DS-2Mv"],
)
def test_other_makers_numbers_are_not_taken(find: Find, text: str) -> None:
    """Standards and the numbers of makers that no list names are never reported."""
    assert numbers(find(f"Part {text} on the shelf")) == []


def test_every_example_is_read_by_its_own_grammar() -> None:
    """Each grammar reads its examples and refuses its counter-examples."""
    catalogue = load_lists().catalogue
    parts = PartNumbers(catalogue)
    unread = [
        (one.vendor, text)
        for one in parts.grammars
        for text in one.grammar.examples
        if not any(hit.number.vendor == one.vendor for hit in parts.at(f"a {text} b", 2))
    ]
    taken = [
        (one.vendor, text)
        for one in parts.grammars
        for text in one.grammar.counter_examples
        if any(hit.number is one for hit in parts.at(f"a {text} b", 2))
    ]

    assert (unread, taken) == ([], [])


def test_variants_fall_together(matcher: Matcher) -> None:
    """A region's suffix and dropped separators leave the series as it is."""
    one = matcher.part_family("DS-2CD2143G2-I")
    other = matcher.part_family("DS2CD2143G2-I/US")

    assert one is not None
    assert other is not None
    assert (one.maker, one.series) == (other.maker, other.series)
    assert other.suffix == "US"


def test_known_maker_tells_cleared_vendors_too(matcher: Matcher) -> None:
    """The bill of makers knows who a number belongs to, listed or not."""
    assert "axis" in matcher.known_maker("Axis P3245-LVE")
    assert "hikvision" in matcher.known_maker("DS-2CD2143G2-I")
    assert matcher.known_maker("12 metres of duct") == ()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"DS-2[A-Z]{2}\d{4}", "DS-2CD2143"),
        (r"(?:HI|HK)-\d+", "HK-7"),
        (r"i?DS-\d{4}", "iDS-7208"),
        (r"[A-Z]{3}\d", "ABC1"),
    ],
)
def test_beginnings_cover_what_an_expression_matches(pattern: str, text: str) -> None:
    """No match begins with letters that the list of beginnings does not hold."""
    folded = "".join("#" if c.isdigit() else c.lower() for c in text if c.isalnum())

    assert any(folded.startswith(one.replace("-", "")) for one in beginnings(pattern, 0))


def test_loosened_expression_is_linear() -> None:
    """A loosened grammar does not fall into exponential matching on hostile text."""
    import re
    import time

    pattern = re.compile(
        loosened(r"DS-\d[A-Z]{2}\d+(?:[-/][A-Z0-9]+)*(?![A-Z0-9])", 0, confused=True)
    )
    hostile = "DS-2CD" + "1" * 60 + "-A" * 40 + "!"

    started = time.perf_counter()
    pattern.match(hostile)

    assert time.perf_counter() - started < 0.5
