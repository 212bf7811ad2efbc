"""The originals, opened again to be pictured or copied.

Apart from the renderers because a document's path comes from a hostile archive as likely as from
the officer's disk: this is the one place that turns one into a file.
"""

from __future__ import annotations

import hashlib

from analyser.finding import Assessment
from analyser.report.context import RenderContext

MEMBER_MARK = "!/"
MOST_BYTES = 256 * 1024 * 1024
"""An original above this is cited without pictures."""


def original(assessment: Assessment, context: RenderContext) -> bytes | None:
    """Return the bytes of the document that was read; `None` if they are not to be had.

    A file that changed since it was read is not the one that was judged: it counts as gone.
    """
    content = _opened(assessment.path, context)
    if content is None or hashlib.sha256(content).hexdigest() != assessment.sha256:
        return None
    return content


def _opened(path: str, context: RenderContext) -> bytes | None:
    if context.open_document is not None:
        try:
            return context.open_document(path)
        except (OSError, ValueError, KeyError):
            return None
    if context.root is None or MEMBER_MARK in path:
        return None
    root = context.root.resolve()
    file = (root if root.is_file() else root / path).resolve()
    within = file == root or file.is_relative_to(root)
    try:
        small = within and file.is_file() and file.stat().st_size <= MOST_BYTES
        return file.read_bytes() if small else None
    except OSError:
        return None
