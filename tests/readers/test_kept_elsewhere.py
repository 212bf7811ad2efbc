"""Names in the corners of mails, archives, RTF, calendars and pictures."""

from __future__ import annotations

import binascii
import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from analyser.document import Document, Layer
from tests.readers.documents import read_bytes, reasons, zipped


def holding(documents: tuple[Document, ...]) -> list[Layer]:
    """Return the layers of all blocks that name Norvik."""
    return [block.layer for one in documents for block in one.blocks if "Norvik" in block.text]


def rtf(inner: str) -> bytes:
    """Return an RTF document."""
    return ("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}" + inner + "}").encode("latin-1")


FORM = "x{\\field{\\*\\fldinst FORMTEXT {\\*\\formfield{\\fftype0%s}}}{\\fldrslt y}}\\par"
RICH = {
    "branch of a field": (Layer.HIDDEN,
        'x{\\field{\\*\\fldinst IF 1=2 "Norvik" "y"}{\\fldrslt y}}\\par'),
    "default of a field": (Layer.FORM_FIELD, FORM % "{\\*\\ffdeftext Norvik}"),
    "choice of a field": (Layer.FORM_FIELD, FORM % "{\\*\\ffl Norvik}"),
    "hint of a field": (Layer.FORM_FIELD, FORM % "{\\*\\ffhelptext Norvik}"),
    "label of a list": (Layer.METADATA, "{\\listtext Norvik\\tab}x\\par"),
    "author of a comment": (Layer.METADATA, "x{\\*\\atnauthor Norvik}{\\*\\annotation y}\\par"),
    "authors of changes": (Layer.METADATA, "{\\*\\revtbl{Unknown;}{Norvik;}}x\\par"),
    "bookmark": (Layer.METADATA, "{\\*\\bkmkstart Norvik}x\\par"),
    "template": (Layer.METADATA, "{\\*\\template Norvik.dot}x\\par"),
    "name of a shape": (Layer.ALT_TEXT,
        "x{\\shp{\\*\\shpinst{\\sp{\\sn wzName}{\\sv Norvik}}}}\\par"),
    "background": (Layer.TEXTBOX,
        "{\\*\\background{\\shp{\\*\\shpinst{\\shptxt Norvik}}}}x\\par"),
    "formula": (Layer.BODY, "{\\mmath{\\*\\moMath{\\mr Norvik}}}\\par"),
    "group of unknown kind": (Layer.METADATA, "{\\*\\foo Norvik}x\\par"),
}  # fmt: skip


@pytest.mark.parametrize("place", RICH)
def test_name_in_a_corner_of_rich_text(place: str, tmp_path: Path) -> None:
    """A name that the text does not show is read from where RTF keeps it, once."""
    layer, inner = RICH[place]

    assert holding(read_bytes(tmp_path, "a.rtf", rtf(inner))) == [layer], place


def test_numbers_in_unknown_groups_are_no_words(tmp_path: Path) -> None:
    """Programs leave data in hexadecimal: nobody reads that."""
    documents = read_bytes(tmp_path, "a.rtf", rtf("{\\*\\foo deadbeefcafe0102}x\\par"))

    assert [block.text for block in documents[0].blocks] == ["x"]


HEAD = b"From: a@b.example\r\nSubject: offer\r\nMIME-Version: 1.0\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
PART = b"--B\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
REPORT = (
    HEAD + b"Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\nContent-Type: message/"
    b"delivery-status\r\n\r\nReporting-MTA: dns; Norvik.example\r\n\r\nFinal-Recipient: a\r\n--B--"
)
ELSEWHERE = (
    HEAD + b"Content-Type: message/external-body; access-type=URL; "
    b'URL="http://a.example/Norvik"\r\n\r\nhello\r\n'
)
MAILS = {
    "header of the writer's own": (Layer.METADATA, HEAD + b"X-Supplier: Norvik\r\n\r\nhello\r\n"),
    "server of the sender": (Layer.METADATA,
        HEAD + b"Received: from mail.Norvik.example by x\r\n\r\nhello\r\n"),
    "before the first part": (Layer.HIDDEN, MIXED + b"Norvik\r\n" + PART + b"--B--\r\n"),
    "behind the last part": (Layer.HIDDEN, MIXED + PART + b"--B--\r\nNorvik\r\n"),
    "description of a part": (Layer.METADATA, MIXED + PART.replace(
        b"\r\n\r\n", b"\r\nContent-Description: Norvik\r\n\r\n") + b"--B--\r\n"),
    "report of delivery": (Layer.BODY, REPORT),
    "content that lies elsewhere": (Layer.METADATA, ELSEWHERE),
}  # fmt: skip


@pytest.mark.parametrize("place", MAILS)
def test_name_in_a_corner_of_a_mail(place: str, tmp_path: Path) -> None:
    """A name that no body says is read from where the message keeps it, once."""
    layer, content = MAILS[place]

    assert holding(read_bytes(tmp_path, "a.eml", content)) == [layer], place


def test_usual_words_around_the_parts_are_left_out(tmp_path: Path) -> None:
    """What every mail program writes before the parts tells nothing."""
    remark = b"This is a multi-part message in MIME format.\r\n"

    (document,) = read_bytes(tmp_path, "a.eml", MIXED + remark + PART + b"--B--\r\n")

    assert not any("multi-part" in block.text for block in document.blocks)


def test_file_written_into_the_text_of_a_mail_is_read(tmp_path: Path) -> None:
    """Uuencoded files stand in the body itself."""
    body = b"hello\n\nbegin 644 a.txt\n" + binascii.b2a_uu(b"Norvik") + b"`\nend\n"

    documents = read_bytes(tmp_path, "a.eml", HEAD + b"\r\n" + body)

    assert [block.text for block in documents[1].blocks] == ["Norvik"]


def test_name_in_a_mail_in_an_archive_in_a_mail(tmp_path: Path) -> None:
    """Containers in each other are opened one after the other, whatever they are."""
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Norvik"
    inner.set_content("hello")
    outer["Subject"] = "offer"
    outer.set_content("hello")
    archive = zipped({"in.eml": inner.as_bytes()})
    outer.add_attachment(archive, maintype="application", subtype="zip", filename="a.zip")

    documents = read_bytes(tmp_path, "a.eml", outer.as_bytes())

    assert documents[-1].path == "a.eml!/a.zip!/in.eml"
    assert Layer.BODY in holding(documents)


def test_remarks_of_an_archive_are_read(tmp_path: Path) -> None:
    """A ZIP has a remark for itself and one for each member."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        member.comment = b"one Norvik"
        archive.writestr(member, "hello there")
        archive.comment = b"two Norvik"

    assert holding(read_bytes(tmp_path, "a.zip", held.getvalue())) == [Layer.METADATA] * 2


def unlisted() -> bytes:
    """Return an archive with a member that its directory does not list."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("secret.txt", "Norvik")
        archive.writestr("a.txt", "hello there")
        archive.filelist.pop(0)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [unlisted(), zipped({"b.txt": "Norvik"}) + zipped({"a.txt": "hello there"})],
    ids=["left out of the directory", "archive before the archive"],
)
def test_member_that_the_directory_does_not_list_is_read(content: bytes, tmp_path: Path) -> None:
    """Other programs list what the directory says; what lies between is read as well."""
    assert holding(read_bytes(tmp_path, "a.zip", content)) == [Layer.BODY]


def test_bytes_of_no_member_are_named(tmp_path: Path) -> None:
    """What is no member cannot be read as one, and is said."""
    content = zipped({"a.txt": "hello there"}) + b"Norvik behind the end of the archive"

    documents = read_bytes(tmp_path, "a.zip", content)

    assert "36 bytes of it belong to no member" in reasons(documents[0])


def test_ordinary_archives_have_no_bytes_of_no_member(tmp_path: Path) -> None:
    """Members written as a stream have a description behind them, which is theirs."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.held = b""

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            self.held += bytes(piece)  # type: ignore[call-overload]
            return len(bytes(piece))  # type: ignore[call-overload]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a.txt", "hello there")
        archive.writestr("b.txt", "hello again")

    documents = read_bytes(tmp_path, "a.zip", stream.held)

    assert not documents[0].unread


def tar(name: str, content: bytes) -> bytes:
    """Return a tar of one member."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return held.getvalue()


def test_tar_behind_a_tar_is_read(tmp_path: Path) -> None:
    """Tars written one behind the other are two; most programs show the first."""
    content = tar("a.txt", b"hello there") + tar("b.txt", b"Norvik")

    assert holding(read_bytes(tmp_path, "a.tar", content)) == [Layer.BODY]


def test_name_that_a_gzip_keeps_is_read(tmp_path: Path) -> None:
    """A gzip knows what its file was called."""
    held = io.BytesIO()
    with gzip.GzipFile(filename="Norvik.txt", fileobj=held, mode="wb") as archive:
        archive.write(b"hello there")

    assert holding(read_bytes(tmp_path, "a.gz", held.getvalue())) == [Layer.METADATA]


def test_folded_lines_of_a_calendar_are_one(tmp_path: Path) -> None:
    """A calendar folds its lines at any letter, a visiting card may encode them."""
    calendar = b"BEGIN:VCALENDAR\r\nDESCRIPTION:Nor\r\n vik\r\nEND:VCALENDAR\r\n"
    card = b"BEGIN:VCARD\r\nORG;ENCODING=QUOTED-PRINTABLE:=4Eorvik\r\nEND:VCARD\r\n"

    assert holding(read_bytes(tmp_path, "a.ics", calendar)) == [Layer.BODY]
    assert holding(read_bytes(tmp_path, "a.vcf", card)) == [Layer.BODY]


def test_text_of_a_mainframe_is_read(tmp_path: Path) -> None:
    """EBCDIC has no byte in common with what others write; its blanks tell it."""
    content = ("The bidder offers cameras made by Norvik for the gate.\n" * 4).encode("cp037")

    (document,) = read_bytes(tmp_path, "a.txt", content)

    assert "Norvik" in document.blocks[0].text


def test_picture_of_an_unknown_kind_is_no_text(tmp_path: Path) -> None:
    """White ground is one byte over and over: nobody writes so, whatever encoding is guessed."""
    content = b"P5\n90 90\n255\n" + b"\xff" * 8100

    (document,) = read_bytes(tmp_path, "a.ppm", content)

    assert not document.blocks
    assert "not a format that this program reads" in reasons(document)


def test_words_in_a_photograph_and_not_its_camera(tmp_path: Path) -> None:
    """A remark in a picture is read; who made the camera that took it offers nothing."""
    told = Image.Exif()
    told[0x010F] = "Norvik"  # the make of the camera
    held = io.BytesIO()
    Image.new("L", (60, 60), 255).save(held, "JPEG", exif=told, comment=b"gate by Selby")

    (document,) = read_bytes(tmp_path, "a.jpg", held.getvalue())

    assert [block.text for block in document.blocks] == ["gate by Selby"]
