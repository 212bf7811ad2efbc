"""Old binary formats, through LibreOffice where it is, else by their own text streams."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from analyser.document import Block, Coverage, Document, Unread
from analyser.readers.source import Context, Source

SECONDS = 120.0
WITHOUT = (
    "an old format ({kind}) that needs LibreOffice to be read in full; install LibreOffice or "
    "save it as .docx, .xlsx, .pptx or PDF"
)

# Media type: name for a person, extension to write, format to convert to.
FORMATS = {
    "application/msword": ("Word 97", ".doc", "docx"),
    "application/vnd.ms-powerpoint": ("PowerPoint 97", ".ppt", "pptx"),
    "application/vnd.ms-excel": ("Excel 97", ".xls", "xlsx"),
    "application/x-excel-old": ("old Excel", ".xls", "xlsx"),
    "application/vnd.lotus-1-2-3": ("Lotus 1-2-3", ".wk1", "xlsx"),
    "application/vnd.wordperfect": ("WordPerfect", ".wpd", "docx"),
    "application/x-word-old": ("old Word", ".doc", "docx"),
    "application/vnd.ms-works": ("Works", ".wps", "docx"),
}
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)

# Macros off at the highest level, no links updated, no remote content: what a stranger's file
# could ask of LibreOffice.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
 oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""

# A proxy that nobody serves: LibreOffice honours these, so nothing is fetched from outside.
NOWHERE = "http://127.0.0.1:9"


def read_legacy(source: Source, context: Context) -> tuple[Document, ...]:
    """Read a document of an old binary format."""
    return converted(source, context, "")


def converted(source: Source, context: Context, why: str) -> tuple[Document, ...]:
    """Convert `source` by LibreOffice and read the result; without it, what text can be found.

    `why` says why the usual reader of the format failed, `""` where there is none.
    """
    kind, extension, target = FORMATS.get(source.media_type, ("old", ".doc", "docx"))
    office = libreoffice()
    reason = why
    if office is not None:
        seconds = max(min(SECONDS, context.budget.seconds_left()), 1.0)
        content, fault = _convert(office, source.content(), extension, target, seconds)
        if content:
            return _as_converted(source, context, content, kind)
        reason = f"{fault}; open it by hand or ask for it as PDF"
    reason = reason or WITHOUT.format(kind=kind)
    return (_by_streams(source, reason),)


def _as_converted(
    source: Source, context: Context, content: bytes, kind: str
) -> tuple[Document, ...]:
    """Read the converted `content` under the name and digest of `source`."""
    from analyser.readers.magic import SHEET, SLIDES
    from analyser.readers.signature import sniff
    from analyser.readers.slides import read_slides
    from analyser.readers.spreadsheet import read_spreadsheet
    from analyser.readers.word import read_word

    made = Source.of_bytes(content, source.name)
    made = made.typed(sniff(made).media_type)
    reader = {SHEET: read_spreadsheet, SLIDES: read_slides}.get(made.media_type, read_word)
    first, *members = reader(made, context)
    note = f"{kind} format, read through LibreOffice"
    document = replace(
        first,
        sha256=source.sha256,
        media_type=source.media_type,
        notes=(*first.notes, note),
    )
    return (document, *members)


def libreoffice() -> str | None:
    """Return LibreOffice's program, or `None` where it is not installed."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in PLACES if Path(place).is_file()), None)


def _convert(
    office: str, content: bytes, extension: str, target: str, seconds: float
) -> tuple[bytes, str]:
    """Return `content` converted, or `b""` and why not; runs in a folder that is then removed."""
    with tempfile.TemporaryDirectory(prefix="analyser-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        given = place / f"given{extension}"
        given.write_bytes(content)
        command = [
            office,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            target,
            "--outdir",
            str(place / "out"),
            str(given),
        ]
        if not _run(command, place, seconds):
            return b"", f"LibreOffice did not finish it within {seconds:.0f} seconds"
        made = place / "out" / f"given.{target}"
        if not made.is_file():
            return b"", "LibreOffice could not convert it"
        return made.read_bytes(), ""


def _run(command: list[str], place: Path, seconds: float) -> bool:
    """Run `command`, and kill it with all its children when the time is over."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if key.upper() in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "WINDIR")
    }
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), NOWHERE)
    environment["HOME"] = str(place)
    own_group = {"start_new_session": True} if sys.platform != "win32" else {}
    with subprocess.Popen(
        command,
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **own_group,  # type: ignore[call-overload]
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            _kill(process.pid)
            process.kill()
            return False
    return True


def _kill(pid: int) -> None:
    """Kill the whole process group: soffice is a script that starts the real program."""
    if sys.platform != "win32":
        import contextlib
        import signal

        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _by_streams(source: Source, reason: str) -> Document:
    """Return what text the file holds in the clear, and that it was not read properly."""
    from analyser.readers.ole_text import clear_text

    blocks = tuple(Block(text, where="text found in the file") for text in clear_text(source))
    return Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=blocks,
        unread=(Unread(reason),),
        coverage=Coverage("file", 1, 0),
    )
