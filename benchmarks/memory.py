"""Memory by the size of a document, and of the client by the number of documents."""

from __future__ import annotations

import shutil
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
import pickle, resource, sys
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from analyser.analysis import Analyser
from analyser.running.batch import run
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.publishing import Edition, publish
from analyser.scanning import gather, timestamp, works
from analyser.selection import select
from analyser.settings import Settings
number, base = int(sys.argv[1]), Path(sys.argv[2])
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
lists = load_lists()
made = Analyser(lists, Profile(), Settings(ocr=False))
kept = []
for words in ("The contractor shall paint the doors and mend the roof.",
              "The bidder offers Hikvision DS-2CD2143G2-I cameras."):
    one = base / "one.txt"
    one.write_text(words)
    kept.append(pickle.dumps([each.assessment for each in made.analyse(one, "one.txt")]))
one.unlink()
del made, one
source = base / "in"
for n in range(number):
    folder = source / f"tender-{n // 50:05}"
    if n % 50 == 0:
        folder.mkdir(parents=True)
    (folder / f"document-{n:06}.txt").touch()
class Replay(Executor):
    # Answers as a reader process does: pickled, sharing nothing with its neighbours.
    def submit(self, fn, work):
        answer = Future()
        n = int(work.name[-10:-4])
        (found,) = pickle.loads(kept[n % 20 == 0])
        answer.set_result(replace(found, path=work.name, sha256=f"{n:064x}"))
        return answer
selection = select([source])
jobs = works(selection, Profile(), {})
got = [found for _, found in run(jobs, Replay(), None, None)]
before = peak()
ended = gather(got, lists, Profile(), Settings(), started_at=timestamp(), root=str(source))
joined = peak()
out = base / "out"
out.mkdir()
written = publish(ended, out, Edition(formats=("html", "json")), lists=lists, root=source)
index = (out / "report.html").stat().st_size / 1e6
print(before, joined, peak(), sum(path.stat().st_size for path in written) // 1000000,
      len(written), round(10 * index))
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
    """Return the peak memory of the client by number of small documents.

    The files are there and are listed, the answers are those of a real reader, played back; what
    is measured is everything that the client does with them.
    """
    rows = []
    for number in (10_000, 100_000):
        count = int(number * terms.scale)
        base = terms.scratch / f"client-{number}"
        base.mkdir()
        held, joined, peak, size, files, index = _peak(CLIENT, str(count), str(base))
        note = (
            f"{held} MB with all answers, {joined} MB joined, the rest to write {files} report "
            f"files of {size} MB, the first of {index / 10} MB; 1 in 20 names a make"
        )
        target = "below 500 MB" if number == 100_000 else ""
        rows.append(Row(f"client, {count:,} documents", f"{peak} MB", target, note))
        shutil.rmtree(base)
    return rows
