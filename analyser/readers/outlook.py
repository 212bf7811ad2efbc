"""Outlook's own formats: messages in OLE files and winmail.dat."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass, field

from analyser.errors import ReadingError

# Properties of MAPI that hold words for a reader, by number.
SUBJECT, BODY, HTML, RTF = "0037", "1000", "1013", "1009"
HEADERS = {
    "0C1A": "From", "0C1F": "From", "5D01": "From", "0E04": "To", "0E03": "Cc", "007D": "Transport",
    "3A16": "Organisation",
}  # fmt: skip
ATTACH_NAME, ATTACH_SHORT, ATTACH_BYTES, DISPLAY = "3707", "3704", "3701", "3001"
RTF_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
DEEP = 8


@dataclass(slots=True)
class Parts:
    """What one message holds."""

    subject: str = ""
    plain: str = ""
    html: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def outlook_parts(content: bytes) -> Parts:
    """Take an Outlook message apart; what cannot be read of it is in `faults`."""
    import olefile

    try:
        container = olefile.OleFileIO(io.BytesIO(content))
    except Exception as error:
        msg = "a damaged Outlook message; ask for it again"
        raise ReadingError(msg) from error
    parts = Parts()
    with container:
        streams: dict[str, list[str]] = {}
        for entry in container.listdir(storages=False):
            streams.setdefault("/".join(entry[:-1]), []).append(entry[-1])
        _message(container, streams, "", parts, 0)
    return parts


def _message(
    container: object, streams: dict[str, list[str]], folder: str, parts: Parts, depth: int
) -> None:
    values = _values(container, streams, folder, parts)
    parts.subject = _text(values, SUBJECT)
    parts.plain = _text(values, BODY)
    parts.html = _text(values, HTML)
    for number, label in HEADERS.items():
        if label != "Transport" and (value := _text(values, number)):
            parts.headers.append((label, " ".join(value.split())))
    if not parts.plain and not parts.html and (packed := values.get(RTF)):
        parts.plain, parts.html = _from_rtf(packed[1], parts)
    heads = {name.split("/")[len(folder.split("/")) if folder else 0] for name in streams
             if name.startswith(f"{folder}/" if folder else "__attach")}  # fmt: skip
    for head in sorted(name for name in heads if name.startswith("__attach")):
        _attachment(container, streams, f"{folder}/{head}" if folder else head, parts, depth)


def _attachment(
    container: object, streams: dict[str, list[str]], folder: str, parts: Parts, depth: int
) -> None:
    values = _values(container, streams, folder, parts)
    name = _text(values, ATTACH_NAME) or _text(values, ATTACH_SHORT) or _text(values, DISPLAY)
    inner = next((one for one in streams if one == f"{folder}/__substg1.0_3701000D"), None)
    if ATTACH_BYTES in values:
        parts.attachments.append((name or "attachment", values[ATTACH_BYTES][1]))
    elif inner is not None and depth < DEEP:
        nested = Parts()
        if any(one.startswith("__properties") for one in streams[inner]):
            _message(container, streams, inner, nested, depth + 1)
            parts.attachments.append((f"{name or 'message'}.eml", as_mail(nested)))
            parts.attachments += [(f"{name}-{one}", held) for one, held in nested.attachments]
        else:
            parts.faults.append(f"embedded object {name}: of another program; open it by hand")
    else:
        parts.faults.append(f"attachment {name or folder}: only a link to it, or cut off")


def _values(
    container: object, streams: dict[str, list[str]], folder: str, parts: Parts
) -> dict[str, tuple[str, bytes]]:
    """Return type and bytes of the properties in `folder`, by number."""
    values: dict[str, tuple[str, bytes]] = {}
    for leaf in streams.get(folder, ()):
        match = re.match(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})$", leaf, re.IGNORECASE)
        if match is None:
            continue
        try:
            path = f"{folder}/{leaf}" if folder else leaf
            held = container.openstream(path).read()  # type: ignore[attr-defined]
        except Exception:  # noqa: BLE001 - a fuzzed stream costs this property
            parts.faults.append(f"a damaged part of the message ({leaf})")
            continue
        values[match.group(1).upper()] = (match.group(2).upper(), held)
    return values


def _text(values: dict[str, tuple[str, bytes]], number: str) -> str:
    from analyser.readers.text import decoded

    kind, held = values.get(number, ("", b""))
    if kind == "001F":
        return held.decode("utf-16-le", "replace").rstrip("\0")
    if kind in ("001E", "0102"):
        text = decoded(held.rstrip(b"\0"))
        return text.text if text is not None else held.decode("cp1252", "replace")
    return ""


def _from_rtf(packed: bytes, parts: Parts) -> tuple[str, str]:
    """Return text and HTML out of a compressed RTF body, which may wrap HTML."""
    rtf = unpacked_rtf(packed)
    if not rtf:
        parts.faults.append("the message's body is damaged; open it in Outlook")
        return "", ""
    from analyser.readers.rtf_plain import plain_of

    return plain_of(rtf), ""


def unpacked_rtf(packed: bytes) -> bytes:
    """Return a body in Outlook's compressed RTF unpacked."""
    if len(packed) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", packed)
    if kind == 0x414C454D:  # "MELA": not compressed
        return packed[16 : 16 + size]
    if kind != 0x75465A4C:  # "LZFu"
        return b""
    window = bytearray(4096)
    window[: len(RTF_START)] = RTF_START
    place = len(RTF_START)
    out = bytearray()
    position = 16
    while position < len(packed) and len(out) < size:
        control = packed[position]
        position += 1
        for bit in range(8):
            if position >= len(packed) or len(out) >= size:
                break
            if not control & (1 << bit):
                piece = packed[position : position + 1]
                position += 1
            else:
                pair = int.from_bytes(packed[position : position + 2], "big")
                position += 2
                offset, length = pair >> 4, (pair & 0xF) + 2
                if offset == place % 4096:
                    return bytes(out)
                made = bytearray()
                for step in range(length):
                    letter = window[(offset + step) % 4096]
                    made.append(letter)
                    window[place % 4096] = letter
                    place += 1
                out += made
                continue
            window[place % 4096] = piece[0]
            place += 1
            out += piece
    return bytes(out)


def as_mail(parts: Parts) -> bytes:
    """Return a message inside another as an e-mail, so that it is read like any other."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"] = " ".join(parts.subject.split())
    mail["From"] = next((value for label, value in parts.headers if label == "From"), "unknown")
    mail["MIME-Version"] = "1.0"
    mail.set_content(parts.plain or " ")
    if parts.html:
        mail.add_alternative(parts.html, subtype="html")
    return mail.as_bytes()
