"""The planted text that every run starts with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyser.canary import check_canary, sound
from analyser.catalogue import Alias, AliasKind, Catalogue, Lineage, Vendor
from analyser.errors import CanaryError, ExitCode
from analyser.lists.load import load_lists


def small(*vendors: Vendor) -> Catalogue:
    """Return a catalogue in which every vendor is a listed root."""
    return Catalogue(
        "test",
        {one.id: one for one in vendors},
        {one.id: (Lineage(one.id, (), 1.0, disputed=False),) for one in vendors},
    )


def test_shipped_lists_pass() -> None:
    """Every maker that the shipped lists name is found in the planted text."""
    assert "planted" in check_canary(load_lists().catalogue)


def test_maker_that_cannot_be_found_stops_the_run() -> None:
    """A listed maker without a name that the search accepts is an error with exit code 3."""
    good = Vendor("norvik", "Norvik Optics", aliases=(Alias("Norvik", AliasKind.NAME),))
    lost = Vendor("lost", "?!", aliases=(Alias("--", AliasKind.NAME),))

    assert "1 listed" in check_canary(small(good))
    with pytest.raises(CanaryError, match="cannot be found") as caught:
        check_canary(small(good, lost))
    assert caught.value.exit_code is ExitCode.LISTS


def test_routes_are_told_apart() -> None:
    """The full sounding tells, route by route, how much came back."""
    alias = Alias("Norvik", AliasKind.NAME)
    native = Alias("诺维克光学", AliasKind.NATIVE)
    vendor = Vendor("norvik", "Norvik Optics", aliases=(alias, native))

    table = sound(small(vendor)).by_route()

    assert table == {"name": (1, 1), "native-name": (1, 1)}


def test_a_lost_alias_is_named() -> None:
    """An alias that is not found is reported with its vendor and words."""
    vendor = Vendor("norvik", "Norvik", aliases=(Alias("Norvik", AliasKind.NAME),))
    vendor = replace(vendor, aliases=(*vendor.aliases, Alias("&", AliasKind.NAME)))

    missed = sound(small(vendor)).missed

    assert [(one.vendor, one.text) for one in missed] == [("norvik", "&")]
