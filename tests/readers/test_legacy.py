"""Old binary formats, with and without LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from analyser.readers import legacy
from tests.readers.documents import block_with, read_bytes, reasons


def old_word(folder: Path, text: str) -> bytes:
    """Return a Word 97 document made by LibreOffice."""
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(folder / "given.docx"))
    office = legacy.libreoffice()
    assert office is not None
    profile = (folder / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "given.docx")], check=True,
                   timeout=100, stdout=subprocess.DEVNULL)  # fmt: skip
    return (folder / "given.doc").read_bytes()


@pytest.mark.office
@pytest.mark.skipif(legacy.libreoffice() is None, reason="LibreOffice is not installed")
def test_old_word_is_read_through_libreoffice_or_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With LibreOffice a .doc is read and says how; without it, it is unread with the hint."""
    content = old_word(tmp_path, "We offer Norvik cameras to the town.")

    (whole,) = read_bytes(tmp_path, "a.doc", content)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(legacy, "PLACES", ())
    (without,) = read_bytes(tmp_path, "a.doc", content)

    assert block_with(whole, "Norvik").text == "We offer Norvik cameras to the town."
    assert not whole.unread
    assert "read through LibreOffice" in whole.notes[-1]
    assert "install LibreOffice" in reasons(without)
    assert any("Norvik" in block.text for block in without.blocks)
