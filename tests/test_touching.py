"""Which stored documents a change of the lists can reach."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyser.catalogue import Alias, AliasKind, Catalogue, Lineage, Source, Telltale, Vendor
from analyser.finding import Assessment
from analyser.touching import contents, touch
from tests.ledger.things import assessment


def vendor(name: str, *aliases: str) -> Vendor:
    """Return a maker of that name."""
    kept = tuple(Alias(text, AliasKind.NAME) for text in (name, *aliases))
    return Vendor(id=name.lower(), name=name, restricted=True, aliases=kept)


def catalogue(*vendors: Vendor) -> Catalogue:
    """Return lists with `vendors`, each a listed maker, and enough others."""
    held = {one.id: one for one in (*vendors, *map(vendor, ("Quorvia", "Brintel", "Ostravo")))}
    lineage = {key: (Lineage(key, (), 1.0, disputed=False),) for key in held}
    return Catalogue(version="v", vendors=held, lineage=lineage)


def reached(old: Catalogue, new: Catalogue, text: str, made: Assessment | None = None) -> bool:
    """Return whether a document of `text` must be assessed anew."""
    found = touch(contents(old), new)
    assert found is not None
    return found.reaches(made or _bare(), [text])


def test_the_same_lists_reach_nothing() -> None:
    """A document full of listed names is left alone while nothing about them changed."""
    same = catalogue(vendor("Norvik"))

    assert not reached(same, same, "We offer Norvik cameras.", assessment())


@pytest.mark.parametrize(
    "text", ["We offer Zorvex.", "We offer Z O R V E X.", "We offer ZORVEX-9."]
)
def test_a_new_name_is_looked_for_in_the_text(text: str) -> None:
    """Whoever is listed later is found where the name stands, however it is set."""
    old = catalogue(vendor("Norvik"))
    new = catalogue(vendor("Norvik"), vendor("Zorvex"))

    assert reached(old, new, text)
    assert not reached(old, new, "We offer Norvik cameras.")


def test_a_name_that_is_gone_is_looked_for_too() -> None:
    """Where an entry goes, what it covered may be met otherwise."""
    old = catalogue(vendor("Norvik"), vendor("Zorvex", "Zorvex Optics"))

    assert reached(old, catalogue(vendor("Norvik")), "By Zorvex Optics Ltd.")


def test_a_changed_entry_reaches_what_was_met_of_it() -> None:
    """A new source, a new lineage: the chain that a report cites reads otherwise."""
    old = catalogue(vendor("Norvik"))
    changed = replace(vendor("Norvik"), sources=(Source("a", "https://example.org/a"),))

    assert reached(old, catalogue(changed), "nothing by name", assessment())
    assert not reached(old, catalogue(changed), "nothing by name", _bare())


def test_a_shared_trace_belongs_to_the_makers_it_points_to() -> None:
    """A telltale that is added touches its own makers' documents only."""
    old = catalogue(vendor("Norvik"), vendor("Zorvex"))
    new = replace(old, telltales=(Telltale("domain", "zorvex.example", ("zorvex",)),))

    assert reached(old, new, "see www.zorvex.example for firmware")
    assert not reached(old, new, "We offer Norvik cameras.", assessment())


def test_too_great_a_change_is_told_apart_by_nobody() -> None:
    """Where most of the lists changed, every document is assessed anew."""
    old = catalogue(vendor("Norvik"))
    new = Catalogue(version="v", vendors={"zorvex": vendor("Zorvex")})

    assert touch(contents(old), new) is None


def _bare() -> Assessment:
    return replace(assessment(mentions=()), lines=(), statements=())
