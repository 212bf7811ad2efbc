"""Words from outside stay words: in the page, the sheets, the letters and the file system."""

from __future__ import annotations

import csv
import html as html_of
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl

from analyser.report import csv_report, html, letter, workbook
from tests.report import builders, hostile


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the element."""
        self.found.append((tag, dict(attrs)))


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """Return every element of the page `text`."""
    reader = Elements()
    reader.feed(text)
    return reader.found


def hostile_page() -> str:
    """Return the page of the hostile run."""
    run = hostile.run()
    context = builders.context(
        catalogue=hostile.lists(), decisions=hostile.decisions(run.documents[0])
    )
    return next(html.pages(run, context))[1]


def test_no_element_or_handler_comes_from_a_text() -> None:
    """The hostile page has the elements of the harmless one: no more scripts, no handlers."""
    plain = elements(next(html.pages(builders.run(), builders.context()))[1])
    spoilt = elements(hostile_page())

    assert {tag for tag, _ in spoilt} <= {tag for tag, _ in plain} | {"ol"}
    assert [tag for tag, _ in spoilt].count("script") == 1
    assert [tag for tag, _ in spoilt].count("style") == 1
    assert not [name for _, attrs in spoilt for name in attrs if name.startswith("on")]
    assert not [name for _, attrs in spoilt for name in attrs if name == "style"]


def test_only_web_addresses_become_links() -> None:
    """`javascript:` and its like are shown as text; a link goes to http or within the page."""
    addresses = [attrs.get("href") or "" for tag, attrs in elements(hostile_page()) if tag == "a"]

    assert any(address.startswith("https://example.org/") for address in addresses)
    assert all(re.match(r"#|https?://[^\s\"'<>]+$", address) for address in addresses)


def test_words_are_shown_as_they_are() -> None:
    """Escaping loses nothing: the hostile words stand in the page for the officer to see."""
    text = hostile_page()

    assert html_of.escape(hostile.SCRIPT, quote=False) in text.replace("&#34;", '"').replace(
        "&#39;", "'"
    )
    assert "{{ run.__class__ }}" in text


def test_policy_lets_nothing_else_run() -> None:
    """The page's own policy: no source by default, this style, this script, data pictures."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', hostile_page())

    assert policy is not None
    rules = dict(each.strip().split(" ", 1) for each in policy.group(1).split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", rules["script-src"])
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]{44}'", rules["style-src"])
    assert rules["base-uri"] == rules["form-action"] == "'none'"


def test_no_file_leaves_the_output_folder(tmp_path: Path) -> None:
    """Names of tenders and documents become plain file names, whatever they hold."""
    folder = tmp_path / "out"
    folder.mkdir()
    run = hostile.run(51)
    context = builders.context()
    written = [
        *html.render(run, folder, context),
        *letter.render(run, folder, context),
        *csv_report.render(run, folder, context),
        *workbook.render(run, folder, context),
    ]

    assert len(set(written)) == len(written) > 100
    assert set(tmp_path.iterdir()) == {folder}
    for path in written:
        assert path.resolve().is_relative_to(folder.resolve())
        assert re.fullmatch(r"[a-z0-9.-]+", path.name)


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    """A text that begins like a formula is a text, with an apostrophe before it to be seen."""
    (path,) = workbook.render(hostile.run(), tmp_path, builders.context())
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    cells = [
        cell.value
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]

    assert f"'{hostile.FORMULA}" in cells
    assert {"'@SUM(1)", "'+1", "'-1"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path: Path) -> None:
    """The same in CSV, where a spreadsheet decides by the first letter alone."""
    cells = [
        cell
        for path in csv_report.render(hostile.run(), tmp_path, builders.context())
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]

    assert f"'{hostile.FORMULA}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
