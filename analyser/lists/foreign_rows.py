"""Rows out of other people's tables: CSV in any dress, workbooks with limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from analyser.errors import UsageError

ROW_LIMIT = 500_000
FIELD_LIMIT = 1024 * 1024
UNPACKED_LIMIT = 600 * 1024 * 1024


def decoded(content: bytes) -> str:
    """Return `content` as text: UTF-8 or UTF-16, else what European spreadsheets save."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what a spreadsheet program saves in Europe


def csv_rows(text: str, path: Path) -> Iterator[list[str]]:
    """Yield the rows of `text`, whatever separates its columns.

    Raises:
        UsageError: it is no CSV.
    """
    csv.field_size_limit(FIELD_LIMIT)
    sample = text[:4096].splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t|", key=sample.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    except csv.Error as error:
        msg = f"{path}: {error}; save it as plain CSV"
        raise UsageError(msg) from error


def sheet_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of the workbook at `path`, formulas as written.

    Raises:
        UsageError: it is no workbook, or a hostile one.
    """
    _refuse_hostile_archive(path)
    from openpyxl import load_workbook  # heavy, and needed by few

    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        for values in islice(book.worksheets[0].iter_rows(values_only=True), ROW_LIMIT):
            yield ["" if value is None else str(value) for value in values]
        book.close()
    except UsageError:
        raise
    except Exception as error:  # a foreign workbook fails in as many ways as there are
        msg = f"{path}: cannot be read as a workbook ({type(error).__name__}); save it as CSV"
        raise UsageError(msg) from error


def _refuse_hostile_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > UNPACKED_LIMIT:
                msg = f"{path}: unpacks to too much; save its first sheet as CSV"
                raise UsageError(msg)
            for member in members:
                if member.filename.endswith(".xml"):
                    with archive.open(member) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            msg = f"{path}: declares entities, which no workbook does; not read"
                            raise UsageError(msg)
    except zipfile.BadZipFile as error:
        msg = f"{path}: is a damaged workbook; save it again"
        raise UsageError(msg) from error
