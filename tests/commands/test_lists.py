"""`analyser lists`: what it says, what it writes, and how it ends."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from analyser.catalogue import Catalogue
from analyser.cli import main
from analyser.errors import ExitCode
from analyser.lists.load import load_lists
from tests.lists.small import NORVIK, SAFEVIEW, small_lists, write

OWN = [
    ["Name", "Aliases", "Maker", "Part numbers", "URL"],
    ["Brightwater Optics", "Brightwater; BRIGHTWATER OPTICS LTD", "", "BW-1200", ""],
    ["Clearbrook Cams", "", "Brightwater Optics", "", "https://example.org/clearbrook"],
    ["Reolink", "", "Hikvision", "", "https://example.org/reolink"],
    ["=1+1", "", "", "", ""],
    ["Nobody's Child", "", "Unheard Of", "", ""],
]

SCREENING = [
    ["_id", "source", "entity_number", "type", "name", "addresses", "start_date", "alt_names",
     "source_list_url", "source_information_url"],
    ["1", "Entity List (EL) - Bureau of Industry and Security", "", "", "Quietmoor Radar Institute",
     "1 Road, Town, CN", "2024-05-14", "QRI; Quietmoor", "https://example.org/el", ""],
    ["2", "Specially Designated Nationals (SDN) - Treasury Department", "7", "Individual",
     "DOE, Jane", "", "", "", "https://example.org/sdn", ""],
    ["3", "Specially Designated Nationals (SDN) - Treasury Department", "8", "Entity",
     "Quietmoor Radar Institute", "", "2025-01-02", "", "https://example.org/sdn", ""],
]  # fmt: skip

OPENSANCTIONS = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,dataset\n"
    "NK-abc,Company,Longfen Imaging,Longfen;朗芬影像,,cn,,,,us_trade_csl\n"
    "NK-def,Person,Jane Doe,,1970,us,,,,us_ofac_sdn\n"
)


def save(path: Path, rows: list[list[str]]) -> Path:
    """Write `rows` as CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def bring(path: Path, tmp_path: Path) -> int:
    """Import `path` into the folder `mine` over a small folder of lists."""
    base = tmp_path / "base"
    if not base.is_dir():
        small_lists(base)
    words = ["lists", "import", str(path), "--into", str(tmp_path / "mine"), "--lists", str(base)]
    return main(words)


def over_small(tmp_path: Path) -> Catalogue:
    """Return the catalogue of what `bring` made."""
    folders = [tmp_path / "mine"]
    return load_lists(folders, shipped=tmp_path / "base", cache=tmp_path / "cache").catalogue


def book(path: Path, rows: list[list[str]]) -> Path:
    """Write `rows` as a workbook."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]
    workbook.save(path)
    return path


def test_check_of_the_shipped_lists_passes(capsys: pytest.CaptureFixture[str]) -> None:
    """The lists that ship are free of faults, and `check` counts what they hold."""
    assert main(["lists", "check"]) == ExitCode.CLEAR

    told = capsys.readouterr().out
    assert "no fault" in told
    assert "vendors:" in told
    assert "found in a planted text" in told


def test_check_tells_every_fault_and_exits_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Faulty lists: a line each, and the exit code that scripts look for."""
    folder = small_lists(tmp_path / "lists")
    write(folder / "makers" / "norvik.toml", NORVIK.replace('NV-12"', 'NV-1234"'))
    write(folder / "rebrands" / "safeview.toml", SAFEVIEW.replace('"norvik"', '"nobody"'))

    assert main(["lists", "check", "--lists", str(folder)]) == ExitCode.LISTS

    told = capsys.readouterr().err
    assert "makers/norvik.toml: grammars[1].counter_examples: 'NV-1234'" in told
    assert "rebrands/safeview.toml: relations[1].target: no vendor 'nobody'" in told


def test_check_of_a_folder_without_lists_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever names the wrong folder is not told that his lists have no fault."""
    assert main(["lists", "check", "--overlay", str(tmp_path)]) == ExitCode.LISTS

    (line,) = capsys.readouterr().err.splitlines()
    assert "holds no list (*.toml); name the folder" in line


def test_show_tells_chain_sources_and_basis(capsys: pytest.CaptureFixture[str]) -> None:
    """A brand is shown with its maker, the tie, its dates and what supports it."""
    assert main(["lists", "show", "lorex"]) == ExitCode.CLEAR

    told = capsys.readouterr().out
    assert "leads to Dahua (dahua)" in told
    assert "belonged to Dahua (dahua): ended; 2018 to 2022-11-24" in told
    assert "https://" in told
    assert "verified" in told


def test_show_of_a_regime(capsys: pytest.CaptureFixture[str]) -> None:
    """A regime is shown by the same command."""
    assert main(["lists", "show", "gb-wms-2022-visual-surveillance"]) == ExitCode.CLEAR

    assert "sensitive sites" in capsys.readouterr().out


def test_every_vendor_can_be_shown() -> None:
    """No record is so sparse that it cannot be told."""
    from analyser.lists.vendor_words import describe_vendor

    catalogue = load_lists().catalogue
    for vendor_id in catalogue.vendors:
        lines = describe_vendor(catalogue, vendor_id)
        assert any(line.startswith("Standing: ") for line in lines), vendor_id


def test_unknown_id_is_wrong_usage_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen gets the nearest ids."""
    assert main(["lists", "show", "hikvison"]) == ExitCode.USAGE

    assert "did you mean hikvision" in capsys.readouterr().err


def test_diff_tells_changes_and_whom_they_touch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tie that ends changes how its brand is told, and nothing else."""
    old, new = small_lists(tmp_path / "old"), small_lists(tmp_path / "new")
    write(new / "rebrands" / "safeview.toml", SAFEVIEW.replace("current", "ended"))

    assert main(["lists", "diff", str(old), str(new)]) == ExitCode.CLEAR
    told = capsys.readouterr().out
    assert "vendor safeview: relation rebrands norvik (all): status changed" in told
    assert "safeview: norvik (flag, 0.90) -> norvik (review, 0.90)" in told
    assert "vendor norvik" not in told

    assert main(["lists", "diff", str(old), str(old)]) == ExitCode.CLEAR
    assert capsys.readouterr().out.strip() == "no difference"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_import_of_an_own_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """One's own table becomes an overlay that wins, and says what it could not use."""
    path = tmp_path / f"own.{form}"
    (save if form == "csv" else book)(path, OWN)

    assert main(["lists", "import", str(path), "--into", str(tmp_path / "mine")]) == 0

    told = capsys.readouterr()
    assert "2 new vendors, 1 known ones extended" in told.out
    assert "a formula in place of a name" in told.err
    assert "Nobody's Child: Unheard Of" in told.err
    lists = load_lists([tmp_path / "mine"], cache=tmp_path / "cache").catalogue
    ways = {key: lists.lineage[key][0] for key in ("brightwater-optics", "clearbrook-cams")}
    assert [way.root for way in ways.values()] == ["brightwater-optics"] * 2
    assert lists.vendors["brightwater-optics"].basis == "recalled"
    assert lists.vendors["clearbrook-cams"].relations[0].basis == "verified"
    assert lists.vendors["clearbrook-cams"].relations[0].sources[0].url.endswith("/clearbrook")
    # The shipped lists clear Reolink; one's own list says otherwise and wins.
    assert lists.lineage["reolink"][0].root == "hikvision"
    assert len(lists.vendors["reolink"].aliases) > 1
    grammar = lists.vendors["brightwater-optics"].grammars[0]
    assert grammar.examples == ("BW-1200",)


def test_import_twice_replaces(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file imported again takes the place of the first import."""
    path = save(tmp_path / "own.csv", OWN)
    for _ in range(2):
        assert bring(path, tmp_path) == 0

    assert capsys.readouterr().out.count("2 new vendors, 0 known ones extended") == 2
    assert len(list((tmp_path / "mine" / "imported").iterdir())) == 1


def test_import_of_the_screening_list(tmp_path: Path) -> None:
    """The US screening list: firms only, lists that ship are known, a firm on two is one."""
    path = save(tmp_path / "consolidated.csv", SCREENING)

    assert main(["lists", "import", str(path), "--into", str(tmp_path / "mine")]) == 0

    lists = load_lists([tmp_path / "mine"], cache=tmp_path / "cache").catalogue
    vendor = lists.vendors["quietmoor-radar-institute"]
    assert [one.regime for one in vendor.listings] == ["us-bis-entity", "us-ofac-sdn"]
    assert vendor.country == "CN"
    assert vendor.listings[0].since == "2024-05-14"
    assert {one.text: one.needs_context for one in vendor.aliases} == {
        "Quietmoor Radar Institute": False, "QRI": True, "Quietmoor": True,
    }  # fmt: skip
    assert not any("jane" in one for one in lists.vendors)
    assert lists.official_lists["us-bis-entity"].authority


@pytest.mark.parametrize("form", ["csv", "json"])
def test_import_from_opensanctions(tmp_path: Path, form: str) -> None:
    """OpenSanctions' table and its entities give the same firm, and no person."""
    path = tmp_path / f"targets.{form}"
    path.write_text(
        OPENSANCTIONS if form == "csv" else
        '{"id": "NK-abc", "caption": "Longfen Imaging", "schema": "Company", "datasets": ["x"],'
        ' "properties": {"name": ["Longfen Imaging", "Longfen", "朗芬影像"], "country": ["cn"]}}\n'
        '{"id": "NK-def", "caption": "Jane Doe", "schema": "Person", "properties": {}}\n'
        "{broken\n",
        encoding="utf-8",
    )  # fmt: skip

    assert bring(path, tmp_path) == 0

    lists = over_small(tmp_path)
    vendor = lists.vendors["longfen-imaging"]
    assert {one.text for one in vendor.aliases} == {"Longfen Imaging", "Longfen", "朗芬影像"}
    assert vendor.sources[0].url == "https://www.opensanctions.org/entities/NK-abc/"
    assert "jane-doe" not in lists.vendors


@pytest.mark.parametrize(
    "name",
    [
        '"]\nid = "pwned',
        "../../etc/passwd is a name",
        "CON",
        "name \\u0000 \" ''' \x7f \x1b[31m",
        "朗芬",
        "a" * 299,
        "{{ 7*7 }} <script>alert(1)</script>",
    ],
)
def test_hostile_names_stay_text(tmp_path: Path, name: str) -> None:
    """Whatever a cell holds becomes a name in one file, and the file stays valid."""
    path = save(tmp_path / "own.csv", [["name"], [name], ["Brightwater Optics"]])

    assert bring(path, tmp_path) == 0

    written = [one for one in (tmp_path / "mine").rglob("*") if one.is_file()]
    assert [one.name for one in written] == ["from-own-csv.toml"]
    lists = over_small(tmp_path)
    assert "brightwater-optics" in lists.vendors
    assert "pwned" not in lists.vendors


def test_formulas_of_a_workbook_are_no_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workbook whose only names are formulas gives nothing, and says so."""
    path = book(tmp_path / "own.xlsx", [["name"], ['=HYPERLINK("http://x")'], ["@SUM(A1)"]])

    assert main(["lists", "import", str(path), "--into", str(tmp_path / "mine")]) == 2

    assert "gives no firm or brand" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


def _entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.bin", bytes(2 * 1024 * 1024))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 torn"), "damaged workbook"),
        (_entities, "declares entities"),
        (_bomb, "unpacks to too much"),
        (lambda path: save(path, [["colour"], ["red"]]), "no column for names"),
        (lambda path: path.write_bytes(b""), "no column for names"),
        (lambda path: path.mkdir(), "give a file that can be read"),
    ],
)
def test_files_that_are_no_list(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    make: object,
    told: str,
) -> None:
    """A file that is no list is told in one line, and nothing is written."""
    monkeypatch.setattr("analyser.lists.foreign_rows.UNPACKED_LIMIT", 1024 * 1024)
    path = tmp_path / "given.xlsx"
    make(path)  # type: ignore[operator]

    assert main(["lists", "import", str(path), "--into", str(tmp_path / "mine")]) == 2

    error = capsys.readouterr().err.strip()
    assert told in error
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "mine").exists()


def test_failed_import_leaves_the_older_one(tmp_path: Path) -> None:
    """An import that comes to nothing does not take the earlier one away."""
    path = save(tmp_path / "own.csv", OWN)
    bring(path, tmp_path)
    before = (tmp_path / "mine" / "imported" / "from-own-csv.toml").read_text("utf-8")
    save(path, [["name", "maker"], ["Clearbrook", "Unheard Of"]])

    assert bring(path, tmp_path) == 2

    assert (tmp_path / "mine" / "imported" / "from-own-csv.toml").read_text("utf-8") == before


def test_import_never_touches_the_shipped_lists(tmp_path: Path) -> None:
    """The shipped lists are not to be written into."""
    from analyser.lists.where import shipped_lists

    path = save(tmp_path / "own.csv", OWN)

    assert main(["lists", "import", str(path), "--into", str(shipped_lists())]) == 2
    assert not (shipped_lists() / "imported" / "from-own-csv.toml").exists()
