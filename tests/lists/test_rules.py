"""The regime files: checked by file and key, every fault at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analyser.errors import ListError
from analyser.lists.rule_words import describe_regime
from analyser.lists.rules import read_rules
from analyser.lists.where import shipped_lists
from analyser.rulebook import age_in_days, first_day, last_day

SHIPPED = shipped_lists() / "regimes"
ONE = "lt-untrusted-tech.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one shipped regime in it."""
    shutil.copy(SHIPPED / ONE, tmp_path)
    return tmp_path


def changed(folder: Path, old: str, new: str) -> str:
    """Replace `old` by `new` in the regime of `folder` and return the faults it is told."""
    path = folder / ONE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ListError) as caught:
        read_rules(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[who]\n", "[who]\nbuyres = []\n", f"{ONE}: who.buyres: is not a known key"),
        ('title = "', 'name = "', f"{ONE}: title: is missing"),
        ('consequence = "exclude"', 'consequence = "ban"', f"{ONE}: limbs[1].consequence: "),
        ('since = "2025"', 'since = "next year"', "limbs[2].since: 'next year' is no date"),
        ('stances = ["existing"]', 'stances = ["old"]', "limbs[2].stances: 'old' is unknown"),
        ('"police"', '"policeman"', "who.buyers: 'policeman' is unknown"),
        ('id = "lt-', 'id = "xx-', "differs from the file's name"),
        ('origin = ["CN", "RU", "BY"]\n', 'list_of = "no-such"\n', "no regime 'no-such'"),
        ('url = "https:', 'url = "ftp:', "is no public address"),
        ("[who]", "[who", f"{ONE}: cannot be read as TOML"),
    ],
)
def test_fault_is_told_by_file_and_key(folder: Path, old: str, new: str, told: str) -> None:
    """Each kind of fault names its file and key and what is wrong."""
    assert told in changed(folder, old, new)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    """An editor learns of every faulty file in one round."""
    (folder / "second.toml").write_text("id = 7", encoding="utf-8")

    told = changed(folder, 'kind = "statute"\n', "")

    assert f"{ONE}: kind: is missing" in told
    assert "second.toml: id: " in told
    assert "second.toml: limbs: is missing" in told


def test_every_shipped_regime_has_a_source_with_its_basis() -> None:
    """A regime cites at least one public source, and says how well each supports it."""
    book = read_rules(SHIPPED)

    assert len(book.regimes) == 77
    for regime in book.regimes.values():
        public = [source for source in regime.sources if source.url]
        assert public, regime.id
        assert {source.basis for source in regime.sources} <= {"verified", "partly", "recalled"}


def test_every_named_maker_is_in_the_vendor_lists(lists: object) -> None:
    """A maker that a regime names can be found: its id is that of a vendor."""
    vendors = lists.catalogue.vendors  # type: ignore[attr-defined]
    named = {
        maker
        for regime in read_rules(SHIPPED).regimes.values()
        for match in (regime.match, *(limb.match for limb in regime.limbs if limb.match))
        for entry in match.named
        for maker in entry.makers
    }

    assert named - set(vendors) == set()


def test_regime_is_shown_with_sources_and_what_follows() -> None:
    """`lists show` tells whom a regime reaches, what follows, and every public source."""
    regime = read_rules(SHIPPED).regimes["us-889a-procure"]

    told = "\n".join(describe_regime(regime))

    assert "huawei" in told
    assert "physical security surveillance" in told
    assert regime.words.consequence in told
    assert all(source.url in told for source in regime.sources)
    assert all(fact in told for fact in regime.recalled_facts)


def test_stale_regimes_are_those_past_their_review() -> None:
    """Evidence older than a regime's own review period is told, and newer evidence is not."""
    book = read_rules(SHIPPED)

    stale = book.stale("2026-11-23")

    assert "jp-it-procurement-2018" in stale
    assert "us-fcc-covered-list" not in stale
    assert "us-fcc-covered-list" in book.stale("2027-11-23")


def test_dates_cut_short_are_read_as_spans() -> None:
    """A year stands for its first day or its last, as the question needs."""
    assert (first_day("2022"), last_day("2022")) == ("2022-01-01", "2022-12-31")
    assert first_day("2024-06") == "2024-06-01"
    assert age_in_days("2026-11", "2026-11-23") == 22
    assert age_in_days("", "2026-11-23") > 10**5
