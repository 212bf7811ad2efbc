"""Makers' web addresses."""

from __future__ import annotations

import pytest

from analyser.document import Block, Layer
from tests.matching.conftest import Find


@pytest.mark.parametrize(
    ("address", "maker"),
    [
        ("www.hikvision.com/uk", "hikvision"),
        ("hik-connect.com", "hikvision"),
        ("www.dahuasecurity.com/products", "dahua"),
        ("dmss.dahuasecurity.com", "dahua"),
        ("sales@dahuatech.com", "dahua"),
        ("ezvizlife.com", "hikvision"),
        ("e.huawei.com", "huawei"),
        ("www.zte.com.cn", "zte"),
        ("store.dji.com", "dji"),
        ("www.hikmicrotech.com", "hikvision"),
    ],
)
def test_makers_web_addresses_are_raised(find: Find, address: str, maker: str) -> None:
    """The web and mail addresses of makers name them, in text as in links."""
    for block in (f"See {address} for the manual.", Block(address, layer=Layer.LINK)):
        found = [one for one in find(block) if not one.needs_context]

        assert {one for mention in found for one in mention.makers} == {maker}


def test_mention_in_a_link_is_the_whole_address(find: Find) -> None:
    """In a link the printed thing is the address, not a word in it."""
    address = "https://www.hikvision.com/en/products/Access-Control-Products/"
    (found,) = find(Block(address, layer=Layer.LINK))

    assert (found.text, found.start, found.end) == (address, 0, len(address))


@pytest.mark.parametrize("address", ["www.adjiman.example", "budji.com", "mahuatech.com"])
def test_other_addresses_that_hold_the_letters_are_left(find: Find, address: str) -> None:
    """An address that only holds a maker's letters is somebody else's."""
    found = find(f"See {address} for details.")

    assert [one for one in found if not one.needs_context] == []
