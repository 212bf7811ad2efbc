"""7-Zip archives, unpacked in memory under count."""

from __future__ import annotations

import io
from typing import Any

from analyser.document import Unread
from analyser.errors import LimitError
from analyser.readers.members import Gathered, refused
from analyser.readers.source import Budget, Context, Source

MISSING = (
    "a 7-Zip archive; install the extra 'archives' (pip install 'procurement-analyser[archives]') "
    "or unpack it by hand"
)
LOCKED = "locked: needs a password; give it with --password"


def read_seven_zip(source: Source, context: Context) -> tuple[Any, ...]:
    """Read every member of a 7Z archive, where py7zr is installed."""
    try:
        import py7zr
    except ImportError:
        return (source.unread(MISSING, unit="member"),)
    gathered = Gathered(source, context)
    content = source.content()
    for password in (None, *context.settings.passwords):
        try:
            with py7zr.SevenZipFile(io.BytesIO(content), password=password) as archive:
                if archive.password_protected and password is None:
                    continue
                _members(gathered, archive)
                return gathered.result()
        except LimitError as error:
            gathered.unread.append(Unread(str(error)))
            return gathered.result()
        # py7zr tells a wrong password and damaged data by many kinds of error.
        except Exception as error:  # noqa: BLE001
            fault = " ".join(str(error).split())[:100] or type(error).__name__
            if password is None and not _asks_for_password(error):
                gathered.unread.append(Unread(f"damaged ({fault}); ask for it again"))
                return gathered.result()
    return (source.unread(LOCKED, unit="member"),)


def _asks_for_password(error: Exception) -> bool:
    return "assword" in type(error).__name__ + str(error)


def _members(gathered: Gathered, archive: Any) -> None:
    entries = archive.list()
    wanted: list[str] = []
    sizes = 0
    for entry in entries:
        if entry.is_directory:
            continue
        if getattr(entry, "is_symlink", False):
            gathered.refuse(entry.filename, "a symbolic link, which is not followed")
        elif refused(entry.filename):
            gathered.refuse(entry.filename, refused(entry.filename))
        else:
            wanted.append(entry.filename)
            sizes += entry.uncompressed or 0
    if sizes > gathered.context.budget.limits.inflated - gathered.context.budget.inflated:
        msg = "says that it unpacks to more than the limit; unpack it by hand and scan the folder"
        raise LimitError(msg)
    factory = _Memory(gathered.context.budget)
    if wanted:
        archive.extract(targets=wanted, factory=factory)
    for name in wanted:
        held = factory.made.get(name)
        if held is None:
            gathered.refuse(name, "could not be unpacked; unpack it by hand")
        else:
            gathered.add(name, held.getvalue)


class _Counted(io.BytesIO):
    """A member in memory that counts what is written to it."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget

    def write(self, content: Any) -> int:
        """Count and keep `content`."""
        self.budget.inflate(len(content))
        return super().write(content)

    def close(self) -> None:
        """Keep what was written: py7zr closes its streams before they can be read."""

    def size(self) -> int:
        """Return how many bytes were written."""
        return len(self.getbuffer())


class _Memory:
    """Makes the members that py7zr writes to."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.made: dict[str, _Counted] = {}

    def create(self, filename: str) -> _Counted:
        """Return the stream for the member `filename`."""
        self.made[filename] = _Counted(self.budget)
        return self.made[filename]
