"""Where documents come from and reports go to: paths here, or URLs.

Apart from the commands so that nothing of a network is even imported where only paths are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analyser.errors import OutputError, UsageError

if TYPE_CHECKING:
    from analyser.selection import Selection
    from analyser.settings import Settings


@contextmanager
def selected(names: Sequence[str], output: str) -> Iterator[Selection]:
    """Yield what `names` say is to be read, without what lies in `output`.

    Raises:
        UsageError: nothing is there, or it cannot be listed.
    """
    from analyser.selection import select

    places = [_place(name) for name in names]
    paths = [place for place in places if isinstance(place, Path)]
    outside = _place(output)
    with ExitStack() as held:
        if len(paths) == len(places):
            selection = select(paths, leave_out=(outside,) if isinstance(outside, Path) else ())
        else:
            from analyser.locations.remote_folders import select_remote

            store = Path(held.enter_context(TemporaryDirectory(prefix="analyser-profiles-")))
            leave_out = outside if isinstance(outside, str) else ""
            urls = [str(place) for place in places]
            selection = select_remote(urls, store, leave_out=leave_out)
        if not selection.jobs and not selection.refusals:
            msg = f"{selection.address or names[0]}: no files in it; name a folder of documents"
            raise UsageError(msg)
        yield selection


def opener(selection: Selection, settings: Settings) -> Callable[[str], bytes] | None:
    """Return what opens an original again by its name; `None`: it lies under the root."""
    if not selection.address:
        return _opener_of_odd(selection, settings)
    from analyser.locations.remote import content_of

    urls = {job.name: job.url for job in selection.jobs}
    return lambda name: content_of(urls[name], settings.limits.file_size)


def _opener_of_odd(selection: Selection, settings: Settings) -> Callable[[str], bytes] | None:
    """Return what opens files here whose names are no text, and so are other names in reports."""
    paths = {job.name: job.path for job in selection.jobs}
    if all(selection.root / name == path for name, path in paths.items()):
        return None

    def content(name: str) -> bytes:
        path = paths[name]
        if path.stat().st_size > settings.limits.file_size:
            msg = f"{path}: too large to be opened again"
            raise OSError(msg)
        return path.read_bytes()

    return content


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the reports go: a folder, or a folder on the way to a URL."""

    folder: Path
    url: str = ""

    def delivered(self, written: Sequence[Path]) -> tuple[str, ...]:
        """Bring what was `written` to its place; return the places as a person can open them.

        Raises:
            OutputError: the URL cannot be written to.
        """
        if self.url:
            from analyser.locations.remote_folders import upload

            return upload(self.folder, self.url)
        from analyser.publishing import link

        return tuple(link(path) for path in written)


@contextmanager
def outlet_to(place: str) -> Iterator[Outlet]:
    """Yield the outlet to `place`, a folder or URL that was proved to be writable.

    Raises:
        OutputError: it cannot be written to.
    """
    target = _place(place)
    if isinstance(target, Path):
        yield Outlet(output_folder(target))
        return
    from analyser.locations.remote_folders import prove_writable

    prove_writable(target)
    with TemporaryDirectory(prefix="analyser-reports-") as folder:
        yield Outlet(Path(folder), target)


def output_folder(path: Path) -> Path:
    """Make the output folder `path` and prove that it can be written to.

    Raises:
        OutputError: it cannot.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".analyser-writes-here"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        msg = f"{path}: cannot be written to ({error.strerror}); choose another --output"
        raise OutputError(msg) from error
    return path


def _place(name: str) -> Path | str:
    """Return `name` as a path, or as it is where it is the URL of another place."""
    if "://" not in name:
        return Path(name)
    from analyser.locations.remote import is_url, local_path

    return (local_path(name) or name) if is_url(name) else Path(name)
