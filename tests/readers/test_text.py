"""Plain text and text tables in any encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.readers.reading import read
from analyser.readers.text import decoded
from analyser.settings import Settings
from tests.readers.documents import block_with, read_bytes

WESTERN = "Die Kamera für das Gebäude – geprüft, 24 Stück zu 198 €."
CHINESE = "本次采购的监控设备由杭州海康威视数字技术股份有限公司生产，型号和数量见技术规格书。"
JAPANESE = "カメラの仕様書です。監視カメラは十二台、録画装置は二台とする。"
RUSSIAN = "Поставщик предлагает камеры и регистраторы; цена указана в приложении."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "utf-8"), (WESTERN, "utf-8-sig"), (WESTERN, "cp1252"), (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"), (WESTERN, "utf-16-be"), (WESTERN, "utf-32"),
        (CHINESE, "gb18030"), (CHINESE, "utf-8"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"),
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (RUSSIAN, "cp866"),
    ],
)  # fmt: skip
def test_text_is_decoded_in_its_own_encoding(text: str, encoding: str) -> None:
    """Marked, provable and guessed encodings give the text back as it was written."""
    made = decoded((text + "\r\n").encode(encoding))

    assert made is not None
    assert made.text.strip() == text


def test_binary_is_no_text() -> None:
    """Bytes with many zeros or control characters are not called text."""
    assert decoded(bytes(range(32)) * 50) is None


def test_paragraphs_keep_their_lines_and_lists_their_lead(tmp_path: Path) -> None:
    """Blank lines part paragraphs; a list item knows the sentence that opens the list."""
    text = "PROHIBITED EQUIPMENT\n\nThe bidder shall not offer:\n- Norvik\n- Selby\n\nOne line\ntwo"

    (document,) = read_bytes(tmp_path, "a.txt", text.encode())

    item = block_with(document, "Norvik")
    assert item.lead_in == "The bidder shall not offer:"
    assert item.heading == "PROHIBITED EQUIPMENT"
    assert item.where == "line 4"
    assert block_with(document, "One").text == "One line\ntwo"


def test_long_text_is_quiet_where_nothing_is_near(tmp_path: Path) -> None:
    """Only slices that the look-ahead picks are split; nothing of the rest is lost."""
    lines = [f"Line {number} of the minutes." for number in range(30_000)]
    lines[20_000] = "We offer Norvik."
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(lines))

    (document,) = read(
        path,
        "a.txt",
        Settings(),
        lambda texts: frozenset(n for n, text in enumerate(texts) if "Norvik" in text),
    )

    assert block_with(document, "Norvik").text == "We offer Norvik."
    assert sum(block.quiet for block in document.blocks) > 100
    words = " ".join(block.text for block in document.blocks).split()
    assert words == " ".join(lines).split()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_table_in_text_form_knows_its_columns(delimiter: str, tmp_path: Path) -> None:
    """CSV of any delimiter, quoted fields included, becomes rows with headings."""
    rows = [["Item", "Make", "Qty"], ["1", f'"Norvik{delimiter} Ltd"', "4"], ["2", "Selby", "5"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)

    (document,) = read_bytes(tmp_path, "a.txt", text.encode("cp1252"))

    row = block_with(document, "Norvik")
    assert [(cell.heading, cell.text) for cell in row.cells] == [
        ("Item", "1"), ("Make", f"Norvik{delimiter} Ltd"), ("Qty", "4"),
    ]  # fmt: skip
