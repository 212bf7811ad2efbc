"""XLS and XLSB workbooks, whose cells calamine reads."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import LimitError, ReadingError
from analyser.readers.office import Inside, charts_and_diagrams, properties
from analyser.readers.ole_text import sheet_asides
from analyser.readers.package import Package
from analyser.readers.rows import Row, table_blocks
from analyser.readers.signature import SHEET_BINARY
from analyser.readers.source import Context, Source

CELLS = 3_000_000


def read_binary(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an XLS or XLSB: cells of all sheets; LibreOffice where calamine fails."""
    package = None
    if source.media_type == SHEET_BINARY:
        package = Package.open(source, context)
        for name in package.names():  # counted first: calamine inflates without a limit
            package.content(name)
    try:
        blocks, unread, sheets, read = _cells(source)
    except ReadingError as error:
        from analyser.readers.legacy import converted

        return converted(source, context, str(error))
    inside = Inside(source, context)
    if package is None:
        blocks += [
            Block(text, Layer.TEXTBOX, where="Text box, comment or page margin")
            for text in sheet_asides(source)
        ]
    if package is not None:
        package.visited.clear()
        blocks += charts_and_diagrams(package, "xl/") + properties(package)
        for name in package.names():
            if name.startswith("xl/media/"):
                inside.picture(package.content(name), name.rpartition("/")[2])
            elif name.startswith("xl/embeddings/"):
                inside.file(name.rpartition("/")[2], package.content(name))
            elif name.startswith("xl/comments"):
                unread.append(Unread("comments of the binary format; save it as .xlsx", name))
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*blocks, *inside.blocks),
        unread=(*unread, *inside.unread),
        coverage=Coverage("sheet", sheets, read),
    )
    return (document, *inside.documents)


def _cells(source: Source) -> tuple[list[Block], list[Unread], int, int]:
    import python_calamine

    blocks: list[Block] = []
    unread: list[Unread] = []
    read = 0
    try:
        with _muted():
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.content()))
        sheets = list(book.sheets_metadata)
    # calamine's Rust code panics on fuzzed files, which is a BaseException here.
    except BaseException as error:
        raise _told(error) from error
    for sheet in sheets:
        hidden = "visible" not in str(sheet.visible).lower()
        where = f"Hidden sheet {sheet.name}" if hidden else f"Sheet {sheet.name}"
        layer = Layer.HIDDEN if hidden else Layer.TABLE
        try:
            if "worksheet" in str(sheet.typ).lower() or "macro" in str(sheet.typ).lower():
                with _muted():
                    rows = _rows(book, sheet.name, where, layer)
                blocks += table_blocks(rows)
            read += 1
        except LimitError as error:
            unread.append(Unread(str(error), where=where))
        except BaseException as error:  # noqa: BLE001 - as above
            unread.append(Unread(str(_told(error)), where=where))
    return blocks, unread, len(sheets), read


@contextlib.contextmanager
def _muted() -> Iterator[None]:
    """Keep the trace that Rust writes by itself when it panics off standard error."""
    try:
        kept = os.dup(2)
    except OSError:  # no standard error at all, as under pythonw
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _rows(book: object, name: str, where: str, layer: Layer) -> list[Row]:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    if sheet.total_height * sheet.total_width > CELLS * 10:
        msg = f"covers more than {CELLS * 10} cells; save its used area as a new file"
        raise LimitError(msg)
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = tuple(_printed(cell) for cell in cells)
        if any(texts):
            rows.append(Row(texts, where=f"{where}, row {number}", layer=layer))
    return rows


def _printed(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell) if cell is not None else ""


def _told(error: BaseException) -> ReadingError:
    """Return `error` as one of ours; an interruption goes its own way."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit)):
        raise error
    kind = " ".join(str(error).split())[:100] or type(error).__name__
    return ReadingError(f"not a workbook that can be read ({kind}); save it as .xlsx")
