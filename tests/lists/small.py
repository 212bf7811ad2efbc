"""A small folder of lists to break in one place at a time."""

from __future__ import annotations

from pathlib import Path

NORVIK = """\
id = "norvik"
name = "Norvik Optics"
kind = "manufacturer"
country = "CN"
restricted = true
basis = "verified"
sources = ["register"]
aliases = [
  { text = "Norvik", type = "short" },
  { text = "Norvik Optics Co., Ltd.", type = "legal" },
]

[[grammars]]
regex = '(?<![A-Z0-9])NV-\\d{4}(?![A-Z0-9])'
strength = "strong"
examples = ["NV-1200"]
counter_examples = ["NV-12", { text = "ENV-1200", maker = "Envirol" }]
basis = "recalled"

[[listings]]
list = "own-list"
status = "listed"
since = "2024-05"
basis = "verified"
sources = ["register"]
"""

SAFEVIEW = """\
id = "safeview"
name = "SafeView"
kind = "oem_rebrander"
basis = "recalled"
aliases = [{ text = "SafeView", type = "short" }]

[[relations]]
type = "rebrands"
target = "norvik"
scope = "all"
status = "current"
confidence = 0.9
since = "2021"
basis = "verified"
sources = ["register"]
"""

SOURCES = """\
[register]
title = "Register of names"
url = "https://example.org/register"
date = "2026-01"
"""

OFFICIAL = """\
[own-list]
name = "Our own list"
basis = "verified"
sources = ["register"]
last_evidence = "2026-01-10"
review_days = 100
"""


def small_lists(folder: Path) -> Path:
    """Write a maker, its rebrand, a source and a list below `folder` and return it."""
    (folder / "makers").mkdir(parents=True)
    (folder / "rebrands").mkdir()
    write(folder / "makers" / "norvik.toml", NORVIK)
    write(folder / "rebrands" / "safeview.toml", SAFEVIEW)
    write(folder / "sources.toml", SOURCES)
    write(folder / "official_lists.toml", OFFICIAL)
    write(folder / "lists.toml", 'as_of = "2026-02-01"\n')
    return folder


def write(path: Path, text: str) -> None:
    """Write `text` to `path` with plain line ends."""
    path.write_text(text, encoding="utf-8", newline="\n")
