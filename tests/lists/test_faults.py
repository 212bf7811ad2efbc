"""Each way in which a list file can be wrong is told by file and key, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.errors import ExitCode, ListError
from analyser.lists.load import compile_lists, load_lists
from tests.lists.small import NORVIK, SAFEVIEW, SOURCES, small_lists, write

BROKEN_MAKER = [
    # what is replaced, by what, and what is told of it
    ('kind = "manufacturer"', 'kind = "maker"', "makers/norvik.toml: kind: 'maker'"),
    ('country = "CN"', 'country = "China"', "makers/norvik.toml: country: 'China'"),
    ('country = "CN"', 'land = "CN"', "makers/norvik.toml: land: unknown key"),
    ('name = "Norvik Optics"\n', "", "makers/norvik.toml: name: is missing"),
    ('id = "norvik"', 'id = "norvic"', "id: 'norvic' differs from the file's name"),
    ('type = "short"', 'type = "nick"', "makers/norvik.toml: aliases[1].type: 'nick'"),
    ('"Norvik Optics Co., Ltd."', '"Norvik"', "aliases[2].text: 'Norvik' stands twice"),
    ('text = "Norvik"', 'text = "  "', "aliases[1].text: is blank"),
    ("NV-\\d{4}", "NV-(\\d{4}", "grammars[1].regex: '(?<![A-Z0-9])NV-(\\\\d{4}"),
    ("NV-\\d{4}", "NV-(\\d+)+X?", "repeats a repetition"),
    ('["NV-1200"]', '["NW-1200"]', "grammars[1].examples: 'NW-1200' is not matched"),
    ('["NV-12",', '["NV-1234",', "grammars[1].counter_examples: 'NV-1234' is matched"),
    ('text = "ENV-1200"', 'text = "NV-1201"', "grammars[1].counter_examples: 'NV-1201' is matched"),
    ('strength = "strong"', 'strength = "sure"', "grammars[1].strength: 'sure'"),
    ('list = "own-list"', 'list = "other-list"', "listings[1].list: no list 'other-list'"),
    ('since = "2024-05"', 'since = "2024-13"', "listings[1].since: '2024-13' is no date"),
    ('since = "2024-05"', 'since = "May 2024"', "listings[1].since: 'May 2024' is no date"),
    ('status = "listed"', 'status = "banned"', "listings[1].status: 'banned'"),
    ('sources = ["register"]\naliases', 'sources = ["gone"]\naliases', "no source 'gone'"),
    ("restricted = true", 'restricted = "yes"', "makers/norvik.toml: restricted: 'yes'"),
    ('basis = "recalled"', 'basis = "verified"', "'verified' without a public source"),
    ('basis = "recalled"', "", "grammars[1].basis: is missing"),
    ('basis = "recalled"', 'basis = "sure"', "grammars[1].basis: 'sure'"),
]  # fmt: skip

BROKEN_BRAND = [
    ('target = "norvik"', 'target = "norvig"', "relations[1].target: no vendor 'norvig'"),
    ('target = "norvik"', 'target = "safeview"', "a vendor cannot lead to itself"),
    ('type = "rebrands"', 'type = "oem"', "relations[1].type: 'oem'"),
    ("confidence = 0.9", "confidence = 1.2", "relations[1].confidence: 1.2"),
    ("confidence = 0.9", "confidence = -0.1", "relations[1].confidence: -0.1"),
    ("confidence = 0.9\n", "", "relations[1].confidence: is missing"),
    ('since = "2021"', 'since = "2021"\nuntil = "2019"', "until: 2019 is before 2021"),
    ('status = "current"', 'status = "maybe"', "relations[1].status: 'maybe'"),
    ('id = "safeview"', 'id = "safeview', "mend the TOML"),
]


@pytest.mark.parametrize(("old", "new", "told"), BROKEN_MAKER)
def test_fault_in_a_maker(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A wrong value is told with its file and key, and the exit code says it is the lists."""
    folder = small_lists(tmp_path / "lists")
    assert old in NORVIK
    write(folder / "makers" / "norvik.toml", NORVIK.replace(old, new, 1))

    with pytest.raises(ListError) as caught:
        compile_lists([folder], "")

    assert told in str(caught.value)
    assert caught.value.exit_code is ExitCode.LISTS


@pytest.mark.parametrize(("old", "new", "told"), BROKEN_BRAND)
def test_fault_in_a_rebrand(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A tie that cannot hold is told with its file and key."""
    folder = small_lists(tmp_path / "lists")
    assert old in SAFEVIEW
    write(folder / "rebrands" / "safeview.toml", SAFEVIEW.replace(old, new, 1))

    with pytest.raises(ListError) as caught:
        compile_lists([folder], "")

    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("sources.toml", SOURCES.replace("https://example.org/register", "general knowledge"),
         "is no public address"),
        ("sources.toml", SOURCES + 'colour = "red"\n', "register: colour: unknown key"),
        ("official_lists.toml", '[own-list]\nname = "x"\nreview_days = 0\n', "review_days: 0"),
        ("telltales.toml", '[[telltales]]\nkind = "port"\nvalue = "1"\npoints_to = ["gone"]\n'
         'strength = "weak"\nbasis = "recalled"\n', "no vendor 'gone'"),
        ("telltales.toml", '[[telltale]]\nkind = "port"\n', "telltale: unknown key"),
        ("device_codes.toml", '[[mac_prefixes]]\nprefix = "44-19"\nvendor = "norvik"\n', "prefix"),
        ("device_codes.toml", '[[mac_prefixes]]\nprefix = "44:19:B6"\nvendor = "gone"\n'
         'basis = "recalled"\n', "no vendor 'gone'"),
        ("hard_negatives.toml", '[[hard_negatives]]\nnear = "Norvik"\nbasis = "recalled"\n',
         "texts: is empty"),
        ("shared_brands.toml", 'view = ["norvik", "gone"]\n', "no vendor 'gone'"),
        ("shared_brands.toml", 'view = "norvik"\n', "must be a list"),
        ("lists.toml", 'as_of = "soon"\n', "is no date"),
        ("makers/twin.toml", 'id = "twin"\nname = "T"\nbasis = "recalled"\n[[relations]]\n'
         'type = "brand_of"\ntarget = "safeview"\nconfidence = 1\nbasis = "recalled"\n',
         "confidence: 1"),
    ],
)  # fmt: skip
def test_fault_in_a_table_file(tmp_path: Path, name: str, text: str, told: str) -> None:
    """Tables are checked like vendors; a whole number is no confidence."""
    folder = small_lists(tmp_path / "lists")
    write(folder / name, text)

    if told == "confidence: 1":
        assert compile_lists([folder], "")  # 1 is 1.0 to a person who writes it
    else:
        with pytest.raises(ListError, match=r"\.toml: ") as caught:
            compile_lists([folder], "")
        assert told in str(caught.value)


def test_faults_come_all_at_once_one_a_line(tmp_path: Path) -> None:
    """An editor mends a folder in one round: every fault is told, each on its own line."""
    folder = small_lists(tmp_path / "lists")
    write(folder / "makers" / "norvik.toml", NORVIK.replace("manufacturer", "x").replace("CN", "c"))
    write(folder / "rebrands" / "safeview.toml", SAFEVIEW.replace("0.9", "9.0"))

    with pytest.raises(ListError) as caught:
        compile_lists([folder], "")

    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all(".toml: " in line for line in lines)


def test_circle_of_owners_is_a_fault(tmp_path: Path) -> None:
    """Two companies cannot own each other."""
    folder = small_lists(tmp_path / "lists")
    tie = '[[relations]]\ntype = "subsidiary_of"\ntarget = "safeview"\nconfidence = 0.9\n'
    write(folder / "makers" / "norvik.toml", NORVIK + tie + 'basis = "recalled"\n')
    write(folder / "rebrands" / "safeview.toml", SAFEVIEW.replace('"rebrands"', '"brand_of"'))

    with pytest.raises(ListError, match="leads back to itself"):
        compile_lists([folder], "")


def test_vendor_in_two_folders_is_a_fault(tmp_path: Path) -> None:
    """A vendor has one file."""
    folder = small_lists(tmp_path / "lists")
    write(folder / "rebrands" / "norvik.toml", NORVIK)

    with pytest.raises(ListError, match=r"stands in makers/norvik\.toml too"):
        compile_lists([folder], "")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"a" * 10, b"x = [" + b"[" * 5000, b"\x00", b"id = 'norvik'\n" * 2]
)
def test_hostile_file_is_a_fault_and_no_crash(tmp_path: Path, content: bytes) -> None:
    """Bytes that are no TOML are told as such."""
    folder = small_lists(tmp_path / "lists")
    (folder / "makers" / "norvik.toml").write_bytes(content)

    with pytest.raises(ListError, match=r"makers/norvik\.toml"):
        compile_lists([folder], "")


def test_missing_and_empty_folders_are_told(tmp_path: Path) -> None:
    """A folder that is not there, or holds nothing, never means "nothing is restricted"."""
    with pytest.raises(ListError, match="is no folder of lists"):
        load_lists(shipped=tmp_path / "absent", cache=tmp_path)

    (tmp_path / "empty").mkdir()
    with pytest.raises(ListError, match="holds no list"):
        load_lists(shipped=tmp_path / "empty", cache=tmp_path)


def test_an_own_folder_without_lists_is_told(tmp_path: Path) -> None:
    """Whoever names the wrong folder must not believe that his own lists were applied."""
    (tmp_path / "notes.txt").write_text("no list")

    with pytest.raises(ListError, match=r"holds no list .*; name the folder"):
        load_lists([tmp_path], cache=tmp_path / "cache")


def test_regime_of_an_unknown_maker_is_a_fault(tmp_path: Path) -> None:
    """A regime cannot name a maker that the search does not know."""
    from analyser.lists.load import _strangers
    from analyser.lists.where import shipped_lists

    catalogue, _ = compile_lists([small_lists(tmp_path / "lists")], "")
    _, rulebook = compile_lists([shipped_lists()], "")

    assert any("no vendor 'hikvision'" in line for line in _strangers(rulebook, catalogue))
