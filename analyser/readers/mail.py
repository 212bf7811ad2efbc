"""E-mail: headers, bodies, attachments, one message or a mailbox of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import LimitError
from analyser.readers.mail_beside import outside, uuencoded
from analyser.readers.members import printable
from analyser.readers.source import Context, Source
from analyser.readers.text import decoded, paragraphs

# A maker can stand in a sender's domain or in the company line of an address.
HEADERS = ("from", "sender", "reply-to", "to", "cc", "organization", "comments", "keywords")
# What mail programs and servers sign, count and judge; "Received" names the sender's own server.
MACHINES = re.compile(
    r"(?i)(?:subject|date|mime-version|content-.*|message-id|references|in-reply-to|dkim-.*|arc-.*"
    r"|authentication-results.*|received-spf|x-ms-.*|x-microsoft-.*|x-forefront-.*|x-google-.*"
    r"|x-gm-.*|x-spam.*|x-virus.*|thread-.*|feedback-id|list-.*|x-received|x-exchange-.*)$"
)
FROM_LINE = re.compile(rb"(?:^|\r?\n\r?\n)From [^\r\n]+\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)")
QUOTED = re.compile(r"^\s*>")


@dataclass(slots=True)
class Opened:
    """What one message gives: blocks of its own, documents of its attachments."""

    source: Source
    context: Context
    blocks: list[Block] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    attached: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def attach(self, name: str, content: bytes) -> None:
        """Read an attachment called `name`."""
        name = printable(name.replace("\\", "/").rpartition("/")[2]) or "attachment"
        count = self.names.get(name, 0) + 1
        self.names[name] = count
        if count > 1:
            name = f"{name} ({count})"
        self.attached += 1
        try:
            self.context.budget.member()
            self.context.budget.inflate(len(content))
        except LimitError as error:
            self.unread.append(Unread(str(error), where=f"attachment {name}"))
            return
        self.blocks.append(Block(name, Layer.METADATA, where="Attachment name"))
        self.documents += self.context.read_member(name, content)

    def body(self, plain: str, html: str) -> None:
        """Add the text body, and what the web body says that the text does not."""
        from analyser.readers.web_carried import carried_files, whole_page

        self.blocks += [
            replace(block, where=_quoted_or("Message", block.text)) for block in paragraphs(plain)
        ]
        if not html.strip():
            return
        page = whole_page(html)
        files, unread = carried_files(page)
        self.unread += unread
        for number, (kind, content) in enumerate(files, start=1):
            self.attach(f"embedded {number} ({kind.replace('/', ' ')})", content)
        web = page.blocks
        known = set(re.findall(r"\w+", plain.lower()))
        words = {word for block in web for word in re.findall(r"\w+", block.text.lower())}
        if not known or len(words - known) > 0.1 * len(words):
            self.blocks += [replace(block, where=block.where or "Message") for block in web]
            return
        for block in web:
            new = set(re.findall(r"\w+", block.text.lower())) - known
            if new or block.layer in (Layer.TABLE, Layer.LINK, Layer.ALT_TEXT, Layer.HIDDEN):
                self.blocks.append(replace(block, where=block.where or "Message, web form"))

    def result(self) -> tuple[Document, ...]:
        """Return the message as a document, its attachments after it."""
        outer = Document(
            self.source.name,
            self.source.sha256,
            self.source.media_type,
            blocks=tuple(block for block in self.blocks if block.text.strip()),
            unread=tuple(self.unread),
            coverage=Coverage("message", 1, 1),
        )
        return (outer, *self.documents)


def _quoted_or(words: str, text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    quoted = lines and all(QUOTED.match(line) for line in lines)
    return f"{words}, quoted text" if quoted else words


def read_message(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an e-mail as MIME: header lines, bodies, attachments, messages inside."""
    opened = Opened(source, context)
    message = message_from_bytes(source.content(), policy=default)
    _headers(opened, message)
    plain: list[str] = []
    html: list[str] = []
    for part in _leaves(opened, message, 0):
        kind = part.get_content_type()
        name = _file_name(part)
        if name is None and kind in ("text/plain", "text/html"):
            (html if kind == "text/html" else plain).append(_text(part))
        elif kind not in ("application/pkcs7-signature", "application/pgp-signature"):
            opened.attach(name or _default_name(kind), _payload(part))
        _described(opened, part)
    opened.body("\n\n".join(plain), "\n".join(html))
    for name, content in uuencoded("\n".join(plain)):
        opened.attach(name, content)
    opened.blocks += [
        Block(text, Layer.HIDDEN, where="Outside of the parts of the message")
        for text in outside(message)
    ]
    return opened.result()


def _described(opened: Opened, part: Message) -> None:
    """Add what a part says of itself: its description, and where a content that is absent lies."""
    told = (_header(part, "content-description"), str(part.get_param("url") or ""))
    for text in told:
        if text.strip():
            opened.blocks.append(Block(text.strip(), Layer.METADATA, where="Part of the message"))


def _headers(opened: Opened, message: Message) -> None:
    subject = _header(message, "subject")
    if subject:
        opened.blocks.append(Block(subject, Layer.BODY, where="Subject"))
    others = [key.lower() for key in message if not MACHINES.match(key)]
    for name in dict.fromkeys((*HEADERS, *others)):
        value = _header(message, name)
        if value:
            label = name.capitalize()
            opened.blocks.append(Block(value, Layer.METADATA, where=f"Header {label}"))


def _header(message: Message, name: str) -> str:
    try:
        values = message.get_all(name) or []
        return " ".join(" ".join(str(value).split()) for value in values)
    # The standard library's header parser fails on hostile fields in many ways.
    except Exception:  # noqa: BLE001
        raw = [value for key, value in message.raw_items() if key.lower() == name]
        return " ".join(str(value) for value in raw)


def _leaves(opened: Opened, message: Message, depth: int) -> Iterator[Message]:
    """Yield the parts that hold content; a message inside is an attachment of its own."""
    if depth > 50:
        opened.unread.append(Unread("parts nested more than 50 deep; open it by hand"))
        return
    if message.get_content_type() == "message/rfc822":
        inner = message.get_payload()
        for number, one in enumerate(inner if isinstance(inner, list) else []):
            title = _header(one, "subject")[:80].replace("/", "-") or f"message {number + 1}"
            opened.attach(f"{title}.eml", one.as_bytes(policy=default.clone(max_line_length=0)))
        return
    if message.get_content_maintype() == "message":  # a report of delivery, headers of another
        _described(opened, message)
        reports = message.get_payload()
        for one in reports if isinstance(reports, list) else []:
            if isinstance(one, Message):
                lines = "\n".join(f"{key}: {value}" for key, value in one.raw_items())
                opened.blocks.append(Block(lines, Layer.BODY, where="Report in the message"))
                yield from _leaves(opened, one, depth + 1)
        if not isinstance(reports, list):
            yield message
        return
    if message.is_multipart():
        parts = message.get_payload()
        for part in parts if isinstance(parts, list) else []:
            if isinstance(part, Message):
                yield from _leaves(opened, part, depth + 1)
        return
    yield message


def _file_name(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except Exception:  # noqa: BLE001 - as above: a hostile Content-Disposition
        name = "attachment"
    if name:
        return str(name)
    return "attachment" if part.get_content_disposition() == "attachment" else None


def _default_name(kind: str) -> str:
    return f"unnamed part ({kind})"


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _text(part: Message) -> str:
    content = _payload(part)
    charset = part.get_content_charset() or ""
    if charset and charset not in ("us-ascii", "unknown-8bit"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # said wrongly: judged by its bytes below
    text = decoded(content)
    return text.text if text is not None else content.decode("latin-1")


def read_mailbox(source: Source, context: Context) -> tuple[Document, ...]:
    """Read every message of an mbox as a document of its own."""
    content = source.content()
    starts = [match.start() for match in FROM_LINE.finditer(content)] or [0]
    opened = Opened(source, context)
    documents: list[Document] = []
    unread: list[Unread] = []
    read = 0
    for number, start in enumerate(starts, start=1):
        end = starts[number] if number < len(starts) else len(content)
        raw = content[start:end].lstrip(b"\r\n").partition(b"\n")[2]
        try:
            context.budget.member()
        except LimitError as error:
            unread.append(Unread(str(error), where=f"from message {number} on"))
            break
        # mboxrd writes "From " in a body as ">From ".
        raw = re.sub(rb"(?m)^>(>*From )", rb"\1", raw)
        documents += _message_of_box(opened, number, raw)
        read += 1
    outer = Document(
        source.name,
        source.sha256,
        source.media_type,
        unread=tuple(unread),
        coverage=Coverage("message", len(starts), read),
    )
    return (outer, *documents)


def _message_of_box(box: Opened, number: int, raw: bytes) -> tuple[Document, ...]:
    inner = Source.of_bytes(raw, f"{box.source.name}!/message {number}", "message/rfc822")
    prefix = inner.name.removeprefix(box.source.name + "!/")

    def read_member(name: str, content: bytes) -> tuple[Document, ...]:
        return box.context.read_member(f"{prefix}!/{name}", content)

    return read_message(inner, replace(box.context, read_member=read_member))


def read_signed(source: Source, context: Context) -> tuple[Document, ...]:
    """Read what a signed message carries, where it is signed and not encrypted."""
    from analyser.readers.signed import signed_content

    content = signed_content(source.content())
    outer = Document(
        source.name,
        source.sha256,
        source.media_type,
        coverage=Coverage("member", 1, 1),
        notes=("signed: the signature was not checked",),
    )
    return (outer, *context.read_member("signed content", content))


def read_outlook(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an Outlook message: headers, bodies, attachments, messages inside."""
    from analyser.readers.outlook import outlook_parts

    opened = Opened(source, context)
    parts = outlook_parts(source.content())
    if parts.subject:
        opened.blocks.append(Block(parts.subject, Layer.BODY, where="Subject"))
    for label, value in parts.headers:
        opened.blocks.append(Block(value, Layer.METADATA, where=f"Header {label}"))
    opened.unread += [Unread(fault) for fault in parts.faults]
    opened.body(parts.plain, parts.html)
    for name, content in parts.attachments:
        opened.attach(name, content)
    return opened.result()
