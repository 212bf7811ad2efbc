"""Which stored documents a change of the lists can reach."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from analyser.analysis import Analyser
from analyser.catalogue import Alias, AliasKind, Catalogue, Lineage, Source, Telltale, Vendor
from analyser.document import Block, Document
from analyser.finding import Assessment
from analyser.ledger.met import met_in
from analyser.lists.load import Lists
from analyser.matching.reach import search_form
from analyser.memory.touching import contents, touch
from analyser.profile import Profile
from analyser.settings import Settings
from tests.changed_lists import changed, cut_down, sentences
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
    return found.reaches(made or _bare(), [(text, False)])


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


def test_outlines_of_an_earlier_program_are_not_relied_on() -> None:
    """Lists noted without their regimes: nobody can tell what changed, so all is assessed anew."""
    old = contents(catalogue(vendor("Norvik")))

    assert touch(replace(old, rules=""), catalogue(vendor("Norvik"))) is None


def test_regimes_that_changed_are_told_apart() -> None:
    """The same vendors under another rulebook: the regimes are asked, no text is searched."""
    same = catalogue(vendor("Norvik"))

    found = touch(contents(same, "rules of May"), same, "rules of June")

    assert found is not None
    assert (found.rules, found.vendors) == (True, frozenset())
    assert not found.may_reach(met_in(assessment()), search_form([("by Norvik", False)]))


def test_what_is_passed_over_would_be_assessed_the_same(lists: Lists, analyser: Analyser) -> None:
    """Random changes of lists: each document passed over is judged anew and comes out equal."""
    passed, looked_at, found_anew = 0, 0, 0
    for seed in range(20):
        chance = random.Random(seed)
        old = cut_down(lists.catalogue, 30, seed)
        documents = [_document(sentences(old, 3, chance), number) for number in range(20)]
        new = changed(old, _words(documents), chance)
        found = touch(contents(old, lists.rulebook), new, lists.rulebook)
        assert found is not None
        before, after = (_analyser(lists, one, analyser) for one in (old, new))
        for document in documents:
            texts = [(one.text, one.quiet) for one in document.blocks]
            made, anew = before.assess(document), after.assess(document)
            reaches = found.reaches(made, texts)
            if not found.may_reach(met_in(made), search_form(texts)):
                passed += 1
                assert not reaches, "the form is no surer than the text"
            looked_at += reaches
            assert reaches or anew == made
            found_anew += anew != made
    assert passed > 50
    assert looked_at >= found_anew > 20


def _document(texts: list[str], number: int) -> Document:
    blocks = tuple(Block(text) for text in texts)
    return Document(f"{number}.txt", f"{number:064}", "text/plain", blocks=blocks)


def _words(documents: list[Document]) -> list[str]:
    """Return words that stand in `documents`, and two that do not."""
    printed = {word.strip(".,") for one in documents for block in one.blocks
               for word in block.text.split()}  # fmt: skip
    return [*sorted(word for word in printed if len(word) > 4), "Zorvex", "QX-77"]


def _analyser(lists: Lists, catalogue: Catalogue, like: Analyser) -> Analyser:
    return Analyser(
        replace(lists, catalogue=catalogue), Profile(), Settings(), language=like.language
    )


def test_too_great_a_change_is_told_apart_by_nobody() -> None:
    """Where most of the lists changed, every document is assessed anew."""
    old = catalogue(vendor("Norvik"))
    new = Catalogue(version="v", vendors={"zorvex": vendor("Zorvex")})

    assert touch(contents(old), new) is None


def _bare() -> Assessment:
    return replace(assessment(mentions=()), lines=(), statements=())
