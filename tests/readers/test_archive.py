"""Archives: bombs, traversal, links, locks, nesting."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from analyser.settings import Settings
from tests.readers.documents import limited, read_bytes, reasons, zipped


def test_members_are_documents_of_their_own(tmp_path: Path) -> None:
    """The archive comes first, then each member under "outer!/inner", nested ones too."""
    inner = zipped({"spares.csv": "part,qty\nNV-2,4\nNV-3,5\n"})

    documents = read_bytes(tmp_path, "a.zip", zipped({"x/i.zip": inner, "note.txt": "Norvik"}))

    assert [document.path for document in documents] == [
        "a.zip", "a.zip!/x/i.zip", "a.zip!/x/i.zip!/spares.csv", "a.zip!/note.txt",
    ]  # fmt: skip
    assert documents[0].coverage.unit == "member"
    assert (documents[0].coverage.total, documents[0].coverage.read) == (2, 2)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../up.txt", "C:\\x.txt", "a/../../b.txt", "con.txt", "..\\b.txt"]
)
def test_member_that_would_escape_is_named_and_refused(name: str, tmp_path: Path) -> None:
    """Absolute, parent, drive and device names are refused by name; the rest is still read."""
    documents = read_bytes(tmp_path, "a.zip", zipped({name: "Norvik", "good.txt": "Selby"}))

    assert [document.path for document in documents] == ["a.zip", "a.zip!/good.txt"]
    assert "not unpacked" in reasons(documents[0])


def test_symbolic_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    """A link is no document: it is named and never resolved."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")

    (document,) = read_bytes(tmp_path, "a.zip", held.getvalue())

    assert "link.txt: a symbolic link" in reasons(document)


def test_links_and_pipes_in_a_tar_are_named(tmp_path: Path) -> None:
    """Symbolic links, hard links, devices and pipes of a tar are named, files are read."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "soft"), (tarfile.LNKTYPE, "hard"), (tarfile.FIFOTYPE, "pipe"),
            (tarfile.CHRTYPE, "device"),
        ):  # fmt: skip
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("good.txt")
        entry.size = 6
        archive.addfile(entry, io.BytesIO(b"Norvik"))

    documents = read_bytes(tmp_path, "a.tar.gz", gzip.compress(held.getvalue()))

    assert [document.path for document in documents] == [
        "a.tar.gz", "a.tar.gz!/a.tar", "a.tar.gz!/a.tar!/good.txt",
    ]  # fmt: skip
    for name in ("soft", "hard", "pipe", "device"):
        assert f"member {name}" in reasons(documents[1])


def test_bomb_is_stopped_while_inflating(tmp_path: Path) -> None:
    """A member that unpacks to far more than its size is stopped and named, others before stay."""
    bomb = zipped({"a.txt": "Norvik", "bomb.txt": b"\0" * 40_000_000, "z.txt": "after"})

    documents = read_bytes(tmp_path, "a.zip", bomb)

    assert documents[1].path == "a.zip!/a.txt"
    assert "like a zip bomb" in reasons(documents[0])
    assert "1 more members" in reasons(documents[0])


def test_limit_is_shared_by_everything_nested(tmp_path: Path) -> None:
    """Many archives of modest size in one file share one budget."""
    content = bytes(range(256)) * 400
    inner = {f"{n}.zip": zipped({"x.bin": content}) for n in range(10)}

    documents = read_bytes(tmp_path, "a.zip", zipped(inner), limited(inflated=500_000))

    assert any("unpacks to more than" in reasons(document) for document in documents)


def test_depth_is_limited(tmp_path: Path) -> None:
    """What lies deeper than the limit is named as unread, not opened."""
    content: bytes = b"Norvik"
    name = "deep.txt"
    for level in range(8):
        content, name = zipped({name: content}), f"{level}.zip"

    documents = read_bytes(tmp_path, "a.zip", content)

    assert "containers deep" in reasons(documents[-1])
    assert len(documents) == 7


def test_members_are_limited(tmp_path: Path) -> None:
    """An archive of too many members says how many were not reached."""
    many = zipped({f"{n}.txt": "Norvik" for n in range(30)})

    documents = read_bytes(tmp_path, "a.zip", many, limited(members=10))

    assert len(documents) == 11
    assert "more members were not unpacked" in reasons(documents[0])


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    """Members that share their bytes, the trick of the densest bombs, are not unpacked twice."""
    held = bytearray(zipped({"a.txt": "Norvik " * 50, "b.txt": "Norvik " * 50}))
    first = held.find(b"PK\x01\x02")
    second = held.find(b"PK\x01\x02", first + 4)
    held[second + 42 : second + 46] = held[first + 42 : first + 46]  # both begin at one place

    documents = read_bytes(tmp_path, "a.zip", bytes(held))

    assert "shares its bytes" in reasons(documents[0])


# A ZIP of one file "n.txt" holding "Norvik", locked with the password "key" by ZipCrypto.
def _locked(password: bytes) -> bytes:
    from binascii import crc32
    from zlib import crc32 as step

    def table(value: int, byte: int) -> int:
        return step(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = table(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    plain = b"Norvik"
    check = crc32(plain)
    packed = bytearray()
    for byte in b"\1" * 11 + bytes([check >> 24]) + plain:
        mask = (keys[2] | 2) & 0xFFFF
        packed.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 255))
        update(byte)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("n.txt", bytes(packed))
    raw = bytearray(held.getvalue())
    central = raw.find(b"PK\x01\x02")
    for start, flags, crc in ((0, 6, 14), (central, 8, 16)):
        raw[start + flags] |= 1
        raw[start + crc : start + crc + 4] = check.to_bytes(4, "little")
        size = start + crc + 8
        raw[size : size + 4] = len(plain).to_bytes(4, "little")
    return bytes(raw)


def test_locked_member_opens_with_the_given_password_only(tmp_path: Path) -> None:
    """Without the password a member is "locked"; with it, it is read."""
    shut = read_bytes(tmp_path, "a.zip", _locked(b"key"))
    opened = read_bytes(
        tmp_path, "a.zip", _locked(b"key"), Settings(ocr=False, passwords=("no", "key"))
    )

    assert "locked: needs a password" in reasons(shut[0])
    assert [block.text for block in opened[1].blocks] == ["Norvik"]


def test_names_that_could_mislead_are_shown_harmless(tmp_path: Path) -> None:
    """Control and direction characters of a member's name do not reach the report."""
    documents = read_bytes(tmp_path, "a.zip", zipped({"a\u202etxt.exe\x1b[31m.txt": "Norvik"}))

    assert "\u202e" not in documents[1].path
    assert "\x1b" not in documents[1].path


def test_same_name_twice_is_read_twice(tmp_path: Path) -> None:
    """A second member of the same name does not hide the first."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", "Norvik")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "Selby")

    documents = read_bytes(tmp_path, "a.zip", held.getvalue())

    assert [block.text for one in documents[1:] for block in one.blocks] == ["Norvik", "Selby"]


def test_lost_directory_is_told_and_members_salvaged(tmp_path: Path) -> None:
    """A ZIP cut off before its directory gives what its local headers still give."""
    whole = zipped({"a.txt": "Norvik", "b.txt": "Selby"})

    documents = read_bytes(tmp_path, "a.zip", whole[: whole.find(b"PK\x01\x02")])

    assert "damaged or cut off" in reasons(documents[0])
    assert [document.path for document in documents[1:]] == ["a.zip!/a.txt", "a.zip!/b.txt"]


def test_seven_zip_is_read(tmp_path: Path) -> None:
    """The members of a 7Z archive are documents too."""
    py7zr = pytest.importorskip("py7zr")
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as archive:
        archive.writestr("Norvik", "a/n.txt")

    documents = read_bytes(tmp_path, "a.7z", held.getvalue())

    assert [document.path for document in documents] == ["a.7z", "a.7z!/a/n.txt"]
    assert [block.text for block in documents[1].blocks] == ["Norvik"]


def test_locked_seven_zip_opens_with_the_given_password_only(tmp_path: Path) -> None:
    """A locked 7Z is "locked" without the password, and read with it."""
    py7zr = pytest.importorskip("py7zr")
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w", password="open sesame") as archive:
        archive.writestr("Norvik", "n.txt")

    shut = read_bytes(tmp_path, "a.7z", held.getvalue())
    settings = Settings(ocr=False, passwords=("wrong", "open sesame"))
    opened = read_bytes(tmp_path, "b.7z", held.getvalue(), settings)

    assert "needs a password" in reasons(shut[0])
    assert [block.text for block in opened[1].blocks] == ["Norvik"]
