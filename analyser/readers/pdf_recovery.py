"""PDFs that the first reader cannot open or finds empty, as far as the second one reads them."""

from __future__ import annotations

from analyser.document import Block, Coverage, Document, Unread
from analyser.readers.pdf_second import SecondReader, spans_of


def recovered(second: SecondReader, failure: str) -> Document | None:
    """Return what the second reader gets out of its file; nothing where it gets no words.

    Args:
        second: The second reader of the file.
        failure: What was the matter with it for the first reader. The document stays unread by
            that reason: what was recovered may not be all of it.
    """
    source, limits = second.source, second.context.settings.limits
    held = min(second.count(), limits.pages)
    blocks: list[Block] = []
    lost: list[int] = []
    for index in range(held):
        found = second.blocks(index, least=True)
        blocks += found
        if not found:
            lost.append(index + 1)
    if not any(block.text.strip() for block in blocks):
        return None
    unread = [Unread(failure)]
    if lost:
        where = "page" if len(lost) == 1 else "pages"
        unread.append(
            Unread(
                f"{where} {spans_of(lost)}: the second reader found no words there either",
                f"{where} {spans_of(lost)}",
                lost[0],
            )
        )
    note = (
        f"the first reader of PDFs failed; a second one found words on {held - len(lost)} of "
        f"{held} pages, which were searched"
    )
    return Document(
        path=source.name,
        sha256=source.sha256,
        media_type=source.media_type,
        pages=held,
        blocks=tuple(blocks),
        unread=tuple(unread),
        coverage=Coverage("page", held, held - len(lost)),
        notes=(note,),
    )
