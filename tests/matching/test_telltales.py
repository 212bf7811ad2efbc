"""Traces and lent names: weak evidence that adds up over kinds, and flags nothing alone."""

from __future__ import annotations

import pytest

from analyser.catalogue import Catalogue
from analyser.finding import Route
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher
from analyser.matching.telltales import Lent, traces
from tests.matching.conftest import Find, document


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the shipped lists."""
    return load_lists().catalogue


def test_no_trace_on_record_is_firm_alone(catalogue: Catalogue, matcher: Matcher) -> None:
    """Each address, port, path, app, feature, chip or code of the lists, in an offer of goods."""
    lent = Lent(catalogue)
    for one in traces(catalogue):
        text = f"We offer four dome cameras with {one.literal} on port 1, delivered."
        for mention in matcher.find(document(text)):
            own_name = one.kind == "software" and not lent.group(mention.vendor, one.literal)
            domain = one.kind == "p2p_domain" and mention.text != one.literal
            scope = one.kind == "onvif_scope"
            assert mention.weak or own_name or domain or scope, one.literal


@pytest.mark.parametrize("word", ["AcuSense", "ColorVu", "WizSense", "SmartPSS", "Hik-Connect"])
def test_a_lent_name_is_looked_at_and_not_flagged(find: Find, word: str) -> None:
    """Features and apps come with goods made for others: alone they are a trace for review."""
    (met,) = find(f"Four Oakline dome cameras with {word} are offered.")

    assert (met.route, met.weak, met.needs_context) == (Route.TELLTALE, True, False)


def test_a_lent_name_is_its_makers_where_the_maker_is_named(find: Find) -> None:
    """Beside the maker's name or number, the feature is its product line."""
    named = find("Four Hikvision dome cameras are offered.", "They have ColorVu.")
    numbered = find("The camera DS-2CD2143G2-I has AcuSense.")

    for found in (named, numbered):
        (met,) = [one for one in found if one.text in {"ColorVu", "AcuSense"}]
        assert (met.route, met.weak) == (Route.PRODUCT_LINE, False)


def test_a_product_that_bears_its_makers_name_is_a_name(find: Find) -> None:
    """HikCentral says whose it is, and is sold as such."""
    (met,) = find("The video software is HikCentral Professional, 64 channels.")

    assert (met.route, met.weak) == (Route.PRODUCT_LINE, False)


def test_traces_of_one_kind_do_not_add_up(find: Find) -> None:
    """Two features, or an address and a port, say no more than one of them."""
    features = find("The camera has ColorVu and AcuSense and DarkFighter.")
    (address,) = find("First address 192.168.1.108; the other is 192.168.1.64 on site.")[:1]

    assert all(one.weak for one in features)
    assert address.needs_context


def test_traces_of_two_kinds_add_up_to_a_look(find: Find) -> None:
    """A factory address and a stream path of the same maker are more than chance."""
    alone = find("First address 192.168.1.64.")
    both = find("First address 192.168.1.64.", "Stream at /h264/ch1/main/av_stream.")
    others = find("First address 192.168.1.64.", "Stream at /cam/realmonitor?channel=1.")

    assert all(one.needs_context for one in alone)
    assert len(both) == 2
    assert not any(one.needs_context for one in both)
    assert all(one.weak for one in both)
    assert [one.needs_context for one in others if "hikvision" in one.makers] == [True]


def test_goods_beside_an_address_say_nothing_of_its_maker(find: Find) -> None:
    """Any camera's sheet may hold the address: the word "camera" is no evidence for it."""
    (met,) = find("The camera answers at 192.168.1.108.")

    assert [one.kind for one in met.evidence] == ["telltale"]


def test_a_chip_names_no_maker_of_the_goods(find: Find) -> None:
    """The number of a chip is in anybody's camera; with its maker named it is firm."""
    (met,) = find("Four dome cameras on Hi3516 are offered.")
    named = find("Four dome cameras on Hi3516 by HiSilicon are offered.")

    assert met.weak
    assert [one.weak for one in named if one.text == "Hi3516"] == [False]


def test_a_misspelt_lent_name_is_no_firmer_than_the_name(find: Find) -> None:
    """One letter wrong does not make a feature a maker's name."""
    assert all(one.weak for one in find("We offer four AcuSence cameras."))
