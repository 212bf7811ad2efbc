"""XLS workbooks: cells through calamine, what stands beside them from their own records."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Sequence

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import ReadingError
from analyser.readers.embedded import OPAQUE
from analyser.readers.office import Inside
from analyser.readers.ole_streams import ole_streams
from analyser.readers.rows import Row, table_blocks
from analyser.readers.sheet_beside import declared_grid, sheet_asides, sheet_pictures
from analyser.readers.sheet_limits import GRID
from analyser.readers.sheet_veiled import Veiled, veiled_places
from analyser.readers.source import Context, Source


def read_old(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an XLS: cells of all sheets, LibreOffice where calamine cannot; pictures, objects."""
    streams = ole_streams(source.content())
    grid = max((declared_grid(stream) for stream in streams.books), default=0)
    try:
        if grid > GRID:
            msg = "cells very far apart; save its used area as a new file"
            raise ReadingError(msg)
        blocks, unread, sheets, read = _cells(source, streams.books)
    except ReadingError as error:
        from analyser.readers.legacy import converted

        return converted(source, context, str(error))
    inside = Inside(source, context)
    for stream in streams.books:
        blocks += [Block(text, layer, where=where) for layer, where, text in sheet_asides(stream)]
        for number, picture in enumerate(sheet_pictures(stream, context.budget), start=1):
            inside.picture(picture, f"picture {number}")
    for name, content in streams.objects:
        inside.file(name, content)
    unread += [Unread(OPAQUE, where=f"embedded object {name}") for name in streams.opaque]
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*blocks, *streams.properties, *inside.blocks),
        unread=(*unread, *inside.unread),
        coverage=Coverage(
            "sheet", sheets, read, pictures=inside.pictures, pictures_read=inside.pictures_read
        ),
        notes=("holds macros, which were not run",) if streams.macros else (),
    )
    return (document, *inside.documents)


def _cells(source: Source, books: Sequence[bytes]) -> tuple[list[Block], list[Unread], int, int]:
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
    for sheet, veiled in zip(sheets, veiled_places(books, len(sheets)), strict=True):
        hidden = "visible" not in str(sheet.visible).lower()
        where = f"Hidden sheet {sheet.name}" if hidden else f"Sheet {sheet.name}"
        layer = Layer.HIDDEN if hidden else Layer.TABLE
        try:
            if "worksheet" in str(sheet.typ).lower() or "macro" in str(sheet.typ).lower():
                with _muted():
                    rows = _rows(book, sheet.name, where, layer, veiled)
                blocks += table_blocks(rows, sheet=sheet.name)
            read += 1
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


def _rows(book: object, name: str, where: str, layer: Layer, veiled: Veiled) -> list[Row]:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    left = sheet.start[1] if sheet.start else 0
    hidden = [column - left for column in veiled.columns]
    rows = []
    for number, cells in enumerate(sheet.iter_rows()):
        texts = tuple(_printed(cell) for cell in cells)
        if any(texts):
            place = f"{where}, row {number + 1}"
            if any(0 <= column < len(texts) and texts[column] for column in hidden):
                place += ", with hidden columns"
            kept = Layer.HIDDEN if number in veiled.rows else layer
            rows.append(Row(texts, where=place, layer=kept))
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
