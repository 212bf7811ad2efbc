"""The type of a file, by content."""

from __future__ import annotations

import pytest

from analyser.readers.signature import sniff
from analyser.readers.source import Source
from tests.readers.documents import zipped


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\n\r\njunk %PDF-1.4", "application/pdf"),
        (b"{\\rtf1 x}", "application/rtf"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "text/html"),
        (b"\xef\xbb\xbf  <html><p>x</p></html>", "text/html"),
        (b"<?xml version='1.0'?><notice>x</notice>", "application/xml"),
        ("<?xml version='1.0'?><notice>x</notice>".encode("utf-16"), "application/xml"),
        (b"From: a@b\r\nSubject: x\r\n\r\nbody", "message/rfc822"),
        (b"From a Mon Nov 23\nFrom: a@b\nSubject: x\n\nbody", "application/mbox"),
        (b"From here on the works shall be done.\nNote: by hand.\n", "text/plain"),
        (b"Item: camera\nMake: Norvik\nPrice: 4\n\nEnd", "text/plain"),
        (b"a,b,c\n1,2,3\n4,5,6\n", "text/csv"),
        (b"Dear sir, we offer, as asked, the goods.\nYours, in haste, the firm.\n", "text/plain"),
        (zipped({"word/document.xml": "x"}), "application/vnd.openxmlformats-officedocument."
         "wordprocessingml.document"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
         "application/vnd.oasis.opendocument.text"),
        (zipped({"a.txt": "x"}), "application/zip"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"", "application/x-empty"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)  # fmt: skip
def test_type_is_told_by_content(content: bytes, media_type: str) -> None:
    """The bytes decide, whatever the name says."""
    assert sniff(Source.of_bytes(content, "misleading.jpg")).media_type == media_type
