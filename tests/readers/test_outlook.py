"""Outlook messages, winmail.dat and embedded OLE packages."""

from __future__ import annotations

import struct
from pathlib import Path

from analyser.document import Layer
from tests.readers.compound import compound, native
from tests.readers.documents import block_with, found, read_bytes, reasons


def wide(text: str) -> bytes:
    """Return `text` as MAPI keeps it."""
    return text.encode("utf-16-le")


def test_outlook_message_with_attachments(tmp_path: Path) -> None:
    """Subject, sender, body, attached file and attached message of a .msg are read."""
    inner = {
        "__properties_version1.0": bytes(24),
        "__substg1.0_0037001F": wide("Forwarded"),
        "__substg1.0_1000001F": wide("They offer Astra."),
    }
    content = compound(
        {
            "__properties_version1.0": bytes(32),
            "__substg1.0_0037001F": wide("Price of Norvik"),
            "__substg1.0_0C1F001F": wide("sales@norvik.example"),
            "__substg1.0_1000001F": wide("We offer Selby."),
            "__attach_version1.0_#00000000": {
                "__substg1.0_3707001F": wide("list.txt"),
                "__substg1.0_37010102": b"Kestrel dome",
            },
            "__attach_version1.0_#00000001": {"__substg1.0_3701000D": inner},
            "__attach_version1.0_#00000002": {"__substg1.0_3707001F": wide("far.docx")},
        }
    )

    documents = read_bytes(tmp_path, "a.msg", content)

    assert block_with(documents[0], "Price of Norvik").where == "Subject"
    assert "sales@norvik.example" in found(documents[0], Layer.METADATA)
    assert block_with(documents[0], "Selby").layer is Layer.BODY
    assert [block.text for block in documents[1].blocks] == ["Kestrel dome"]
    assert block_with(documents[2], "Astra").text == "They offer Astra."
    assert "far.docx: only a link" in reasons(documents[0])


def part(kind: int, content: bytes) -> bytes:
    """Return a part of a winmail.dat."""
    return struct.pack("<BII", 1, kind, len(content)) + content + b"\0\0"


def text_property(number: int, text: str) -> bytes:
    """Return a MAPI property with a text."""
    raw = wide(text + "\0")
    return struct.pack("<HHII", 0x1F, number, 1, len(raw)) + raw + b"\0" * (-len(raw) % 4)


def winmail(*parts: bytes) -> bytes:
    """Return a winmail.dat."""
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(parts)


def test_winmail_gives_its_message_and_attachments(tmp_path: Path) -> None:
    """Subject and body stand in winmail.dat as well, not only the attachments."""
    flag = struct.pack("<HHI", 0x0B, 0x0E1B, 1)
    named = struct.pack("<HH16xIII", 3, 0x8001, 0, 7, 42)
    body = struct.pack("<I", 3) + flag + named + text_property(0x1000, "We offer Norvik.")
    nested = winmail(part(0x00018004, b"Inner Astra\0"))
    object_ = struct.pack("<IHHII", 1, 0x0D, 0x3701, 1, 16 + len(nested)) + bytes(16) + nested
    content = winmail(
        part(0x00018004, b"Subject Selby\0"),
        part(0x00069003, body),
        part(0x00069002, bytes(14)),
        part(0x00018010, b"list.txt\0"),
        part(0x0006800F, b"Kestrel dome"),
        part(0x00069002, bytes(14)),
        part(0x00069005, object_),
    )

    documents = read_bytes(tmp_path, "winmail.dat", content)

    assert block_with(documents[0], "Selby").where == "Subject"
    assert block_with(documents[0], "Norvik").text == "We offer Norvik."
    assert documents[1].path == "winmail.dat!/list.txt"
    assert [block.text for block in documents[1].blocks] == ["Kestrel dome"]
    assert block_with(documents[2], "Astra").text == "Inner Astra"
    assert not documents[0].unread


def test_damaged_winmail_is_told(tmp_path: Path) -> None:
    """A message cut off in its properties is not passed over."""
    content = winmail(part(0x00069003, struct.pack("<IHHI", 5, 0x1F, 0x1000, 1)))

    (document,) = read_bytes(tmp_path, "winmail.dat", content)

    assert "damaged" in reasons(document)


def test_embedded_package_gives_its_file(tmp_path: Path) -> None:
    """The file that an OLE package wraps is read under its own name."""
    content = compound({"\x01Ole10Native": native("C:\\x\\offer.txt", b"We offer Norvik.")})

    documents = read_bytes(tmp_path, "oleObject1.bin", content)

    assert documents[1].path == "oleObject1.bin!/offer.txt"
    assert [block.text for block in documents[1].blocks] == ["We offer Norvik."]
