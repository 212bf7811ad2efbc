"""Which program this is: its version and, in a checkout, a digest of its code.

A version names one program only once it is released; while it is being worked on, each edit makes
another program, whose answers may differ.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import analyser

OF_LOOKS = {"commands", "report", "__pycache__"}
"""Folders of the package that show results and do not make them."""


@cache
def program() -> str:
    """Return the version, in a checkout with a digest of the code that makes results."""
    package = Path(analyser.__file__).parent
    if not (package.parent / "pyproject.toml").is_file():
        return analyser.__version__
    return f"{analyser.__version__}+{code_digest(package)}"


def code_digest(package: Path) -> str:
    """Return a short digest of the files below `package`, but for those that show results."""
    whole = hashlib.sha256()
    for place, folders, names in os.walk(package):
        folders[:] = sorted(set(folders) - OF_LOOKS)
        for name in sorted(names):
            content = Path(place, name).read_bytes()
            whole.update(f"{os.path.relpath(place, package)} {name} {len(content)}\n".encode())
            whole.update(content)
    return whole.hexdigest()[:12]
