"""The text of an RTF body, without layout: for messages of Outlook."""

from __future__ import annotations

from analyser.document import Layer
from analyser.readers.rich_text import Reading
from analyser.readers.source import Budget, Context, Source, everything
from analyser.settings import Settings


def plain_of(rtf: bytes) -> str:
    """Return the paragraphs of `rtf`, a blank line between them."""
    settings = Settings(ocr=False)
    context = Context(settings, everything, Budget(settings.limits), lambda _name, _content: ())
    reading = Reading(Source.of_bytes(rtf, "body"), context)
    reading.read(rtf)
    kept = [block.text for block in reading.blocks if block.layer is not Layer.METADATA]
    return "\n\n".join(kept)
