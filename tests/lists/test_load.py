"""Lists are compiled once, kept safely, and rebuilt whenever what is kept is not to be trusted."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.lists import cache as kept
from analyser.lists.freshness import freshness_warnings
from analyser.lists.load import digest_of, load_lists
from tests.lists.small import NORVIK, SAFEVIEW, small_lists, write

WARM = """
import sys, time
from pathlib import Path
from analyser.lists.load import load_lists
best = 9.0
for _ in range(5):
    start = time.process_time()
    lists = load_lists(cache=Path(sys.argv[1]))
    best = min(best, time.process_time() - start)
heavy = [name for name in ("pydantic", "openpyxl", "tomllib") if name in sys.modules]
print(len(lists.catalogue.vendors), round(best, 4), heavy)
"""

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs owners and modes of POSIX")


class Thief:
    """What an attacker would put into a cache: code that runs when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.trace),)


def test_kept_lists_equal_compiled_ones(tmp_path: Path) -> None:
    """What comes out of the cache is what was compiled."""
    folder = small_lists(tmp_path / "lists")

    first = load_lists(shipped=folder, cache=tmp_path / "cache", as_of="2026-02-01")
    second = load_lists(shipped=folder, cache=tmp_path / "cache", as_of="2026-02-01")

    assert first == second
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_change_of_a_file_is_seen(tmp_path: Path) -> None:
    """Edited lists are compiled again, under a new version."""
    folder = small_lists(tmp_path / "lists")
    before = load_lists(shipped=folder, cache=tmp_path / "cache")
    write(folder / "makers" / "norvik.toml", NORVIK.replace("Norvik Optics", "Norvik Visual"))

    after = load_lists(shipped=folder, cache=tmp_path / "cache")

    assert after.catalogue.vendors["norvik"].name == "Norvik Visual"
    assert after.version != before.version
    assert after.version.startswith("2026-02-01+")


def test_digest_is_the_same_on_every_platform(tmp_path: Path) -> None:
    """Line ends of a checkout and the order of the disk change nothing."""
    unix = small_lists(tmp_path / "unix")
    windows = small_lists(tmp_path / "windows")
    for path in windows.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert digest_of([unix]) == digest_of([windows])
    assert load_lists(shipped=windows, cache=tmp_path).catalogue.vendors.keys() == {
        "norvik",
        "safeview",
    }


@pytest.mark.parametrize("rubbish", [b"", b"no pickle", pickle.dumps(("other", 1)), b"\x80\x05."])
def test_broken_cache_is_rebuilt(tmp_path: Path, rubbish: bytes) -> None:
    """A cache that cannot be used costs time and nothing else."""
    folder = small_lists(tmp_path / "lists")
    load_lists(shipped=folder, cache=tmp_path / "cache")
    (stored,) = (tmp_path / "cache").iterdir()
    stored.write_bytes(rubbish)

    again = load_lists(shipped=folder, cache=tmp_path / "cache")

    assert "norvik" in again.catalogue.vendors
    assert stored.read_bytes() != rubbish


def test_code_in_the_cache_never_runs(tmp_path: Path) -> None:
    """Even in the user's own cache, a pickle builds nothing but the nouns of the lists."""
    trace = tmp_path / "stolen"
    folder = small_lists(tmp_path / "lists")
    load_lists(shipped=folder, cache=tmp_path / "cache")
    (stored,) = (tmp_path / "cache").iterdir()
    stored.write_bytes(pickle.dumps((stored.stem.removeprefix("lists-"), Thief(trace))))

    again = load_lists(shipped=folder, cache=tmp_path / "cache")

    assert not trace.exists()
    assert "norvik" in again.catalogue.vendors


@posix_only
@pytest.mark.parametrize("target", ["folder", "file"])
def test_cache_that_others_may_write_is_not_read(tmp_path: Path, target: str) -> None:
    """A pickle is loaded only from where nobody else can put one."""
    kept.store(tmp_path / "cache", "abc", 1)
    (stored,) = (tmp_path / "cache").iterdir()
    assert kept.load(tmp_path / "cache", "abc") == 1

    (tmp_path / "cache" if target == "folder" else stored).chmod(0o777)

    assert kept.load(tmp_path / "cache", "abc") is None


@posix_only
def test_link_in_the_cache_is_not_followed(tmp_path: Path) -> None:
    """A link planted in place of the kept file leads nowhere."""
    kept.store(tmp_path / "cache", "abc", 1)
    (stored,) = (tmp_path / "cache").iterdir()
    elsewhere = stored.rename(tmp_path / "elsewhere.pickle")
    stored.symlink_to(elsewhere)

    assert kept.load(tmp_path / "cache", "abc") is None


def test_lists_load_where_nothing_can_be_kept(tmp_path: Path) -> None:
    """A cache folder that cannot be made costs the cache, not the run."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    lists = load_lists(shipped=small_lists(tmp_path / "lists"), cache=tmp_path / "file" / "cache")

    assert "norvik" in lists.catalogue.vendors


def test_few_compilations_are_kept(tmp_path: Path) -> None:
    """The cache does not grow with every edit."""
    for number in range(kept.KEPT + 4):
        kept.store(tmp_path / "cache", f"{number:x}", number)

    assert len(list((tmp_path / "cache").iterdir())) == kept.KEPT


def test_warm_load_is_quick_and_lean(tmp_path: Path) -> None:
    """The shipped lists come from the cache in under 100 ms, without pydantic or a TOML parser."""
    load_lists(cache=tmp_path / "cache")

    told = subprocess.run(
        [sys.executable, "-c", WARM, str(tmp_path / "cache")],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout.split(maxsplit=2)  # fmt: skip

    assert int(told[0]) > 600
    assert float(told[1]) < 0.1
    assert told[2].strip() == "[]"


def test_overlay_replaces_extends_and_adds(tmp_path: Path) -> None:
    """An own folder wins: a file replaces a vendor, or with `extends` adds to its rows."""
    base = small_lists(tmp_path / "base")
    own = tmp_path / "own"
    (own / "makers").mkdir(parents=True)
    more = (
        'id = "norvik"\nextends = true\ncountry = "HK"\nbasis = "recalled"\n'
        'aliases = [{ text = "NVK", type = "short" }]\n'
    )
    write(own / "makers" / "norvik.toml", more)
    write(own / "makers" / "safeview.toml", 'id = "safeview"\nname = "Safe"\nbasis = "recalled"\n')
    top = tmp_path / "top"
    (top / "makers").mkdir(parents=True)
    write(top / "makers" / "norvik.toml", more.replace("HK", "TW").replace("NVK", "NRVK"))

    catalogue = load_lists([own, top], shipped=base, cache=tmp_path / "cache").catalogue

    norvik = catalogue.vendors["norvik"]
    assert norvik.country == "TW"
    names = [alias.text for alias in norvik.aliases]
    assert names == ["Norvik", "Norvik Optics Co., Ltd.", "NVK", "NRVK"]
    assert len(norvik.grammars) == 1
    assert catalogue.vendors["safeview"].relations == ()
    assert "safeview" not in catalogue.lineage


def test_evidence_grows_old_by_the_day_of_the_run(tmp_path: Path) -> None:
    """The same kept lists warn on one day and not on another."""
    folder = small_lists(tmp_path / "lists")

    early = load_lists(shipped=folder, cache=tmp_path / "cache", as_of="2026-04-01")
    late = load_lists(shipped=folder, cache=tmp_path / "cache", as_of="2026-05-01")

    assert early.warnings == ()
    assert len(late.warnings) == 1
    assert "own-list (2026-01-10)" in late.warnings[0]
    assert early.digest == late.digest
    assert freshness_warnings(late.catalogue, late.rulebook, "2026-04-20") == ()
    assert len(freshness_warnings(late.catalogue, late.rulebook, "2026-04-21")) == 1


def test_doubt_in_a_tie_asks_for_review(tmp_path: Path) -> None:
    """Each ground for doubt alone turns a flag into a review."""
    folder = small_lists(tmp_path / "lists")
    for old, new in [
        ('status = "current"', 'status = "ended"'),
        ('status = "current"', 'status = "reported"'),
        ('status = "current"', 'status = "current"\ndisputed = true'),
        ('status = "current"', 'status = "current"\ninference = true'),
        ("confidence = 0.9", "confidence = 0.55"),
        ('sources = ["register"]', 'sources = ["register"]\nagainst = ["register"]'),
        ('basis = "verified"', 'basis = "recalled"'),
        ('kind = "oem_rebrander"', 'kind = "oem_rebrander"\nscreening = "review"'),
        ('type = "rebrands"', 'type = "formerly"'),
    ]:
        assert old in SAFEVIEW
        write(folder / "rebrands" / "safeview.toml", SAFEVIEW.replace(old, new, 1))
        doubted = load_lists(shipped=folder, cache=tmp_path / "cache").catalogue
        assert [(one.root, one.disputed) for one in doubted.lineage["safeview"]] == [
            ("norvik", True)
        ], new

    write(folder / "rebrands" / "safeview.toml", SAFEVIEW)
    sure = load_lists(shipped=folder, cache=tmp_path / "cache").catalogue
    assert [(one.root, one.disputed) for one in sure.lineage["safeview"]] == [("norvik", False)]


@pytest.mark.parametrize("kind", ["component_from", "spun_off_from"])
def test_components_and_spin_offs_carry_nothing(tmp_path: Path, kind: str) -> None:
    """A maker of chips does not make the camera, and a unit that left makes its own goods."""
    folder = small_lists(tmp_path / "lists")
    write(folder / "rebrands" / "safeview.toml", SAFEVIEW.replace('"rebrands"', f'"{kind}"'))

    catalogue = load_lists(shipped=folder, cache=tmp_path / "cache").catalogue

    assert "safeview" not in catalogue.lineage


def test_confidence_multiplies_along_the_way(tmp_path: Path) -> None:
    """Two steps that are each fairly sure are together less so."""
    folder = small_lists(tmp_path / "lists")
    second = SAFEVIEW.replace("safeview", "seeview").replace("SafeView", "SeeView")
    second = second.replace('"norvik"', '"safeview"').replace("0.9", "0.8")
    write(folder / "rebrands" / "seeview.toml", second)

    (way,) = load_lists(shipped=folder, cache=tmp_path / "cache").catalogue.lineage["seeview"]

    assert (way.root, way.confidence) == ("norvik", 0.72)
    assert [step for step, _ in way.steps] == ["seeview", "safeview"]
