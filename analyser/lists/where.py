"""Where the shipped lists and the trained pipeline lie.

In a checkout they stand beside the package; in an installation they travel inside it.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def shipped_lists() -> Path:
    """Return the folder of the vendor lists and regimes that came with the program."""
    return _beside_or_inside("vendor_lists")


def shipped_models() -> Path:
    """Return the folder of the trained pipeline that came with the program."""
    return _beside_or_inside("models")


def _beside_or_inside(name: str) -> Path:
    installed = PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
