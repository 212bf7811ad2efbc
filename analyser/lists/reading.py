"""List folders to rows: TOML read, overlays laid over, every fault collected.

A folder holds `makers/` and `rebrands/` (one file a vendor) and a few files of tables. An overlay
has the same layout and wins over what lies under it: a vendor's file replaces the vendor, or, with
`extends = true`, adds to its lists and replaces its plain values; an entry of a table file
replaces the entry of the same key. A file in `imported/` holds a whole import: its sources, its
lists and its vendors.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from analyser.errors import ListError
from analyser.lists.schema import (
    FolderRow,
    GranteeRow,
    HardNegativeRow,
    OfficialListRow,
    PrefixRow,
    Row,
    SourceRow,
    TelltaleRow,
    VendorRow,
)

VENDOR_FOLDERS = ("makers", "rebrands")
TABLE_FILES = (
    "device_codes.toml", "hard_negatives.toml", "lists.toml", "official_lists.toml",
    "shared_brands.toml", "sources.toml", "telltales.toml",
)  # fmt: skip
FOLDERS = (*VENDOR_FOLDERS, "imported", "regimes")
FILE_LIMIT = 64 * 1024 * 1024  # an import of every name on the US lists has 12 MB

RowType = TypeVar("RowType", bound=Row)


@dataclass(slots=True)
class Rows:
    """Everything that the folders say, row by row, with the faults met on the way."""

    vendors: dict[str, VendorRow] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """File of each vendor, for faults found later."""

    as_of: str = ""
    """The day to which the newest folder speaks."""

    sources: dict[str, SourceRow] = field(default_factory=dict)
    official_lists: dict[str, OfficialListRow] = field(default_factory=dict)
    shared_brands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    telltales: dict[tuple[str, str], TelltaleRow] = field(default_factory=dict)
    prefixes: dict[str, PrefixRow] = field(default_factory=dict)
    grantees: dict[str, GranteeRow] = field(default_factory=dict)
    hard_negatives: dict[tuple[str, str], HardNegativeRow] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_rows(folders: Sequence[Path]) -> Rows:
    """Read `folders`, the later over the earlier; faults are collected in the result."""
    rows = Rows()
    raw: dict[str, dict[str, Any]] = {}
    for folder in folders:
        if not folder.is_dir():
            rows.faults.append(f"{folder}: is no folder of lists; give one that exists")
            continue
        rows.faults += _astray(folder)
        _read_tables(folder, rows)
        _read_vendor_files(folder, raw, rows)
        for path in sorted((folder / "imported").glob("*.toml")):
            _read_import(path, raw, rows)
    for vendor_id, table in raw.items():
        row = validated(VendorRow, table, rows.files[vendor_id], rows.faults)
        if row is not None:
            rows.vendors[vendor_id] = row
    return rows


def _astray(folder: Path) -> list[str]:
    """Return a fault for each list file that lies where nothing is read.

    A vendor that its owner believes to be on the lists and that nobody looks for is a miss.
    """
    return [
        f"{shown(path)}: lies where no list is read; put it into makers/, rebrands/, regimes/ "
        "or imported/"
        for path in sorted(folder.rglob("*.toml"))
        if not (
            path.relative_to(folder).as_posix() in TABLE_FILES
            or (path.parent.parent == folder and path.parent.name in FOLDERS)
        )
    ]


def parse(path: Path, faults: list[str]) -> dict[str, Any]:
    """Return the tables of the TOML file at `path`, `{}` and a fault where it cannot be read."""
    where = shown(path)
    try:
        if path.stat().st_size > FILE_LIMIT:
            faults.append(f"{where}: is larger than {FILE_LIMIT // 1024 // 1024} MB; split it")
            return {}
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{where}: {one_line(error)}; mend the TOML")
    except UnicodeDecodeError as error:
        faults.append(f"{where}: is not UTF-8 at byte {error.start}; save it as UTF-8")
    except RecursionError:
        faults.append(f"{where}: is nested too deeply; write plain tables")
    except OSError as error:
        faults.append(f"{where}: {error.strerror or error}; make it readable")
    return {}


def validated(form: type[RowType], table: object, where: str, faults: list[str]) -> RowType | None:
    """Return `table` as a row of `form`, or None with a fault for each key that is wrong."""
    try:
        return form.model_validate(table)
    except ValidationError as error:
        faults.extend(
            f"{where}: {_place(fault['loc'])}{_reason(fault)}"
            for fault in error.errors(include_url=False)
        )
    return None


def one_line(error: object) -> str:
    """Return the message of `error` on one line."""
    return " ".join(str(error).split())


def shown(path: Path) -> str:
    """Return `path` as faults name it: the last folders and the file."""
    return "/".join(path.parts[-2:])


def _place(location: Iterable[int | str]) -> str:
    words = ""
    for part in location:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        elif part not in ("str", "CounterRow"):  # the branches of a union are no keys
            words += f".{part}" if words else part
    return f"{words}: " if words else ""


def _reason(fault: Mapping[str, Any]) -> str:
    given = repr(fault.get("input"))
    given = given if len(given) <= 60 else given[:57] + "..."
    if fault["type"] == "extra_forbidden":
        return "unknown key; correct or remove it"
    if fault["type"] == "missing":
        return "is missing; add it"
    message = one_line(fault["msg"]).removeprefix("Value error, ")
    return f"{given} {message}" if message.startswith("is no") else f"{given}: {message}"


def _read_vendor_files(folder: Path, raw: dict[str, dict[str, Any]], rows: Rows) -> None:
    seen: dict[str, str] = {}
    for part in VENDOR_FOLDERS:
        for path in sorted((folder / part).glob("*.toml")):
            table = parse(path, rows.faults)
            where = shown(path)
            if not table:
                continue
            if table.get("id") != path.stem:
                rows.faults.append(
                    f"{where}: id: {table.get('id')!r} differs from the file's name; "
                    "name both alike"
                )
                continue
            if path.stem in seen:
                rows.faults.append(f"{where}: stands in {seen[path.stem]} too; keep one")
                continue
            seen[path.stem] = where
            _lay_over(table, where, raw, rows)


def _read_import(path: Path, raw: dict[str, dict[str, Any]], rows: Rows) -> None:
    tables = parse(path, rows.faults)
    where = shown(path)
    strange = set(tables) - {"sources", "official_lists", "vendors"}
    if strange:
        rows.faults.append(f"{where}: {min(strange)}: unknown key; correct or remove it")
    _rows_by_key(tables.get("sources", {}), SourceRow, where, rows.sources, rows.faults)
    lists = tables.get("official_lists", {})
    _rows_by_key(lists, OfficialListRow, where, rows.official_lists, rows.faults)
    vendors = tables.get("vendors", [])
    if not isinstance(vendors, list):
        rows.faults.append(f"{where}: vendors: must be tables; write [[vendors]]")
        return
    for number, table in enumerate(vendors, 1):
        if isinstance(table, dict) and isinstance(table.get("id"), str):
            _lay_over(table, f"{where}: vendors[{number}]", raw, rows)
        else:
            rows.faults.append(f"{where}: vendors[{number}].id: is missing; add it")


def _lay_over(
    table: dict[str, Any], where: str, raw: dict[str, dict[str, Any]], rows: Rows
) -> None:
    """Put a vendor's `table` over what the folders below say of it."""
    extends = table.pop("extends", False)
    under = raw.get(table["id"])
    raw[table["id"]] = _extended(under, table) if extends and under else table
    rows.files[table["id"]] = where


def _extended(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    joined = dict(under)
    for key, value in over.items():
        old = joined.get(key)
        if isinstance(old, list) and isinstance(value, list):
            joined[key] = old + [item for item in value if item not in old]
        else:
            joined[key] = value
    return joined


def _read_tables(folder: Path, rows: Rows) -> None:
    faults = rows.faults
    path = folder / "lists.toml"
    if path.is_file():
        dated = validated(FolderRow, parse(path, faults), shown(path), faults)
        rows.as_of = max(rows.as_of, dated.as_of if dated else "")
    path = folder / "sources.toml"
    _rows_by_key(_tables(path, faults), SourceRow, shown(path), rows.sources, faults)
    path = folder / "official_lists.toml"
    _rows_by_key(_tables(path, faults), OfficialListRow, shown(path), rows.official_lists, faults)
    path = folder / "shared_brands.toml"
    for key, owners in _tables(path, faults).items():
        if isinstance(owners, list) and owners and all(isinstance(one, str) for one in owners):
            rows.shared_brands[key.casefold()] = tuple(owners)
        else:
            faults.append(f'{shown(path)}: {key}: must be a list of vendor ids; write ["a", "b"]')
    for telltale in _array(folder / "telltales.toml", "telltales", TelltaleRow, faults):
        rows.telltales[telltale.kind, telltale.value] = telltale
    codes = folder / "device_codes.toml"
    known = ("mac_prefixes", "fcc_grantee_codes")
    for prefix in _array(codes, "mac_prefixes", PrefixRow, faults, known):
        rows.prefixes[prefix.prefix] = prefix
    for grantee in _array(codes, "fcc_grantee_codes", GranteeRow, faults, known):
        rows.grantees[grantee.code] = grantee
    negatives = _array(folder / "hard_negatives.toml", "hard_negatives", HardNegativeRow, faults)
    for negative in negatives:
        first = negative.written or (negative.texts or negative.beside or [""])[0]
        rows.hard_negatives[negative.near, first] = negative


def _rows_by_key(
    tables: object,
    form: type[RowType],
    where: str,
    into: dict[str, RowType],
    faults: list[str],
) -> None:
    if not isinstance(tables, dict):
        faults.append(f"{where}: must hold tables by key; write [key]")
        return
    for key, table in tables.items():
        row = validated(form, table, f"{where}: {key}", faults)
        if row is not None:
            into[key] = row


def _tables(path: Path, faults: list[str]) -> dict[str, Any]:
    return parse(path, faults) if path.is_file() else {}


def _array(
    path: Path, key: str, form: type[RowType], faults: list[str], known: Sequence[str] = ()
) -> list[RowType]:
    tables = _tables(path, faults)
    strange = set(tables) - {key, *known}
    if strange and key == (known or (key,))[0]:
        faults.append(f"{shown(path)}: {min(strange)}: unknown key; correct or remove it")
    given = tables.get(key, [])
    if not isinstance(given, list):
        faults.append(f"{shown(path)}: {key}: must be tables; write [[{key}]]")
        return []
    found = (
        validated(form, table, f"{shown(path)}: {key}[{number}]", faults)
        for number, table in enumerate(given, 1)
    )
    return [row for row in found if row is not None]


def refuse(faults: Sequence[str]) -> None:
    """Raise a `ListError` with one line a fault, where there are any."""
    if faults:
        raise ListError("\n".join(faults))
