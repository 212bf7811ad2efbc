"""Memory by the size of a document, and of the client by the number of documents."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.corpus import write_pdf
from benchmarks.measuring import ROOT, Row, Terms

READ = """
import resource, sys
from pathlib import Path
from analyser.analysis import Analyser
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.settings import Settings
made = Analyser(load_lists(), Profile(), Settings(ocr=False))
for path in sys.argv[1:]:
    made.analyse(Path(path), "document")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

CLIENT = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from analyser.analysis import Analyser
from analyser.batch import run
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.publishing import Edition, publish
from analyser.scanning import gather, timestamp
from analyser.settings import Settings
number, folder = int(sys.argv[1]), Path(sys.argv[2])
lists = load_lists()
made = Analyser(lists, Profile(), Settings(ocr=False))
folder.mkdir(exist_ok=True)
for name, words in (("a", "The contractor shall paint the doors and mend the roof."),
                    ("b", "The bidder offers Hikvision DS-2CD2143G2-I cameras.")):
    (folder / name).write_text(words)
import pickle
kept = {}
for name in "ab":
    (one,) = made.analyse(folder / name, name)
    kept[name] = pickle.dumps(one.assessment)
del made
got = []
for n in range(number):
    # As it comes from another process: unpickled, sharing nothing with its neighbours.
    one = pickle.loads(kept["b" if n % 20 == 0 else "a"])
    got.append(replace(one, path=f"tender-{n // 50:05}/document-{n:06}.txt", sha256=f"{n:064x}"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
ended = gather(got, lists, Profile(), Settings(), started_at=timestamp(), root="x")
del got
written = publish(ended, folder, Edition(formats=("html", "json")), lists=lists, root=None)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(before, after, sum(path.stat().st_size for path in written) // 1000000, len(written))
"""


def _peak(code: str, *words: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return [int(word) for word in done.stdout.split()]


def measure(terms: Terms) -> list[Row]:
    """Return the peak memory of a reader process by pages of one document."""
    rows = [Row("reader, nothing read", f"{_peak(READ)[0]} MB", "", "lists and model loaded")]
    for pages in (10, 100, 1000):
        path = terms.scratch / f"memory-{pages}.pdf"
        write_pdf(path, pages, 3)
        megabytes = path.stat().st_size / 1e6
        note = f"peak resident; the file has {megabytes:.1f} MB"
        rows.append(Row(f"reader, {pages} pages", f"{_peak(READ, str(path))[0]} MB", "", note))
    return rows


def measure_client(terms: Terms) -> list[Row]:
    """Return the peak memory of the client by number of small documents."""
    rows = []
    for number in (10_000, 100_000):
        count = int(number * terms.scale)
        held, peak, size, files = _peak(CLIENT, str(count), str(terms.scratch / "client"))
        note = f"{held} MB before; {files} report files of {size} MB; 1 in 20 names a make"
        target = "below 500 MB" if number == 100_000 else ""
        rows.append(Row(f"client, {count:,} documents", f"{peak} MB", target, note))
    return rows
