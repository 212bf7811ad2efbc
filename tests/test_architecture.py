"""Who may import whom, and which file knows which library: the house rules, from the first day."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "analyser"

NOUNS = {
    "document", "finding", "outcome", "catalogue", "limb", "rulebook", "facts", "profile", "dossier", "errors",
    "settings",
}  # fmt: skip

MAY_IMPORT = {
    # chamber: the chambers and files (below it) that it may import, besides the nouns
    "readers": set(),
    "skeleton": set(),
    "lists": {"__init__"},
    "language": set(),
    "matching": {"skeleton"},
    "judgement": {"language", "skeleton"},
    "regimes": set(),
    "hints": set(),
    "bidders": set(),
    "pack": {"bidders"},
    "selection": set(),
    "canary": {"matching", "skeleton"},
    "evidence": set(),
    "report": {"evidence", "hints", "__init__"},
    "decisions": {"matching"},
    "ledger": {"decisions"},
    "running": {
        "analysis",
        "ledger",
        "lists",
        "loading",
        "locations",
        "memory",
        "planted",
        "readers",
    },
}
"""Everything above these (analysis, scanning, folder, memory, commands, cli) joins them freely."""

ONE_ROOM = {
    # library: the only files that may know it
    "spacy": {"language.py"},
    "ahocorasick_rs": {"matching", "judgement", "hints.py"},
    "pypdfium2": {"readers", "evidence.py"},
    "pdfplumber": {"readers"},
    "docx": {"readers", "report"},
    "jinja2": {"report"},
    "xlsxwriter": {"report"},
    "weasyprint": {"report"},
    "pypdf": {"report", "readers"},
    "tesserocr": {"readers"},
    "openpyxl": {"readers", "lists"},
    "python_calamine": {"readers"},
    "pydantic": {"lists", "ledger", "profile.py"},
    "sqlite3": {"ledger", "ledger.py"},
    "watchfiles": {"folder/watch.py"},
    "distributed": {"running/cluster.py"},
    "fsspec": {"locations/remote.py"},
    "rich": {"commands"},
}

ALL_FILES = sorted(HOUSE.rglob("*.py"))


def place(path: Path) -> str:
    """Return the chamber of a file: its folder's name, or its own."""
    parts = path.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else path.stem


def imported(path: Path) -> Iterator[str]:
    """Yield every module that the file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            yield node.module or ""
            if node.module == "analyser":
                yield from (f"analyser.{alias.name}" for alias in node.names)


def own(module: str) -> str | None:
    """Return the chamber that an `analyser...` module belongs to, else `None`."""
    parts = module.split(".")
    if parts[0] != "analyser":
        return None
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_run_one_way(path: Path) -> None:
    """A chamber imports the nouns, itself and what stands under it; never a neighbour."""
    here = place(path)
    if here in NOUNS:
        allowed = NOUNS
    elif here in MAY_IMPORT:
        allowed = MAY_IMPORT[here] | NOUNS | {here}
    else:
        return  # the upper floors join what lies below; circles are excluded by the next test
    met = {chamber for module in imported(path) if (chamber := own(module)) is not None}

    assert met <= allowed, f"{path.relative_to(HOUSE)} imports {sorted(met - allowed)}"


def test_no_circles() -> None:
    """The import graph of all files has no circle, imports inside functions included."""
    names = {
        "analyser." + ".".join(p.relative_to(HOUSE).with_suffix("").parts): p for p in ALL_FILES
    }
    graph = {
        name: {module for module in imported(path) if module in names and module != name}
        for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"circle: {' -> '.join((*trail[trail.index(name) :], name))}"
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_one_room_knows_each_library(path: Path) -> None:
    """A third-party library is known to the rooms that the table names and to no other."""
    inside = path.relative_to(HOUSE).parts
    for module in imported(path):
        rooms = ONE_ROOM.get(module.split(".")[0])
        known = rooms is None or not rooms.isdisjoint({inside[0], "/".join(inside)})
        assert known, f"{'/'.join(inside)} imports {module}"


def test_light_at_the_top() -> None:
    """No module pays for a heavy library when `analyser --help` is all that is asked."""
    code = (
        "import sys, analyser.cli\n"
        "analyser.cli.main(['--help'])\n"
        "heavy = {'spacy', 'numpy', 'lxml', 'pydantic', 'rich', 'jinja2', 'docx', 'PIL'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.rstrip().endswith("HEAVY []")


def test_names_say_what_they_hold() -> None:
    """No file is called by a word that says nothing."""
    empty = {"util", "utils", "helper", "helpers", "manager", "handler", "misc", "common", "data"}

    assert [p for p in ALL_FILES if p.stem in empty] == []
