"""E-mail: headers, bodies, attachments, messages inside, mailboxes, signatures."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from analyser.document import Layer
from tests.readers.documents import block_with, found, para, read_bytes, reasons, word


def message(text: str = "We offer Selby.") -> EmailMessage:
    """Return a small message."""
    mail = EmailMessage()
    mail["Subject"] = "Price of Norvik"
    mail["From"] = "sales@norvik.example"
    mail["To"] = "buyer@town.example"
    mail.set_content(text)
    return mail


def test_headers_body_and_attachments_are_read(tmp_path: Path) -> None:
    """Subject, addresses, body and attachments are read; an attachment bears "mail!/file"."""
    mail = message()
    mail.add_attachment(
        word(para("Astra")), maintype="application", subtype="msword", filename="offer.docx"
    )

    documents = read_bytes(tmp_path, "q.eml", mail.as_bytes())

    assert [document.path for document in documents] == ["q.eml", "q.eml!/offer.docx"]
    assert block_with(documents[0], "Price of Norvik").where == "Subject"
    assert "sales@norvik.example" in found(documents[0], Layer.METADATA)
    assert block_with(documents[0], "Selby").text == "We offer Selby."
    assert found(documents[1], Layer.BODY) == ["Astra"]


def test_web_body_is_read_where_the_text_lacks_it(tmp_path: Path) -> None:
    """Words that only the HTML form of a message holds are not lost; equal ones come once."""
    same, other = message(), message()
    same.add_alternative("<p>We offer Selby.</p>", subtype="html")
    other.add_alternative("<p>We offer Selby. <b>Also Norvik domes.</b></p>", subtype="html")

    (first,) = read_bytes(tmp_path, "a.eml", same.as_bytes())
    (second,) = read_bytes(tmp_path, "b.eml", other.as_bytes())

    assert len([block for block in first.blocks if "Selby" in block.text]) == 1
    assert any("Norvik domes" in block.text for block in second.blocks)


def test_message_inside_a_message_is_read(tmp_path: Path) -> None:
    """A forwarded message and what hangs on it are documents of their own."""
    inner = message("Inner Astra.")
    inner.add_attachment("Deep Norvik", filename="deep.txt")
    outer = message()
    outer.add_attachment(inner)

    documents = read_bytes(tmp_path, "a.eml", outer.as_bytes())

    assert [document.path for document in documents] == [
        "a.eml", "a.eml!/Price of Norvik.eml", "a.eml!/Price of Norvik.eml!/deep.txt",
    ]  # fmt: skip


def test_mailbox_gives_a_document_a_message(tmp_path: Path) -> None:
    """Each message of an mbox is read by itself."""
    one = b"From a Mon Nov 23 19:00:00 2026\n"
    box = one + message("First.").as_bytes() + b"\n" + one + message("Second.").as_bytes()

    documents = read_bytes(tmp_path, "a.mbox", box)

    assert [document.path for document in documents] == [
        "a.mbox", "a.mbox!/message 1", "a.mbox!/message 2",
    ]  # fmt: skip
    assert block_with(documents[2], "Second").text == "Second."


def der(tag: int, *parts: bytes) -> bytes:
    """Return a DER element."""
    body = b"".join(parts)
    size = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2, "big")
    return bytes([tag]) + size + body


def pkcs7(kind: int, content: bytes) -> bytes:
    """Return a PKCS#7 message of a kind with this content."""
    object_ = bytes.fromhex("2a864886f70d0107")
    data = der(0x30, der(6, object_ + b"\1"), der(0xA0, der(4, content)) if content else b"")
    signed = der(0x30, der(2, b"\1"), der(0x31), data)
    return der(0x30, der(6, object_ + bytes([kind])), der(0xA0, signed))


def test_signed_message_is_opened_encrypted_one_is_told(tmp_path: Path) -> None:
    """Signed content is read; encrypted content is "locked", a bare signature is named."""
    signed = read_bytes(tmp_path, "a.p7m", pkcs7(2, b"We offer Norvik cameras."))
    bare = read_bytes(tmp_path, "a.p7s", pkcs7(2, b""))
    shut = read_bytes(tmp_path, "b.p7m", pkcs7(3, b"x"))

    assert block_with(signed[1], "Norvik").text == "We offer Norvik cameras."
    assert "signature alone" in reasons(bare[0])
    assert "encrypted" in reasons(shut[0])
