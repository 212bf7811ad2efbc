"""How much of each format is read: crashes, silence and recall of words.

`python -m benchmarks.reading_formats [SHARED] [--recall] [--ocr] [--only TYPE]` reads every file of
the torture corpus, each in a process of its own with a time limit, and tells what crashes, hangs,
or yields neither text nor a reason, and the reason of each that yields no text. With `--recall` the
distinct words are compared with what poppler (PDF) and LibreOffice (Office files) find.
"""

from __future__ import annotations

import argparse
import glob
import json
import multiprocessing
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyser.readers.reading import read
from analyser.readers.source import everything
from analyser.settings import Limits, Settings

FAULTS = ("crash", "hang", "silent", "not foreseen")
RECALL = 0.97
WORD = re.compile(r"\w+")
REFERENCE = {
    "docx": "txt:Text (encoded):UTF8", "docm": "txt:Text (encoded):UTF8",
    "doc": "txt:Text (encoded):UTF8", "odt": "txt:Text (encoded):UTF8",
    "rtf": "txt:Text (encoded):UTF8", "xlsx": "xlsx-csv", "xlsm": "xlsx-csv", "ods": "xlsx-csv",
    "xls": "xlsx-csv", "xlsb": "xlsx-csv", "pptx": "pdf", "ppt": "pdf", "pdf": "poppler",
}  # fmt: skip
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def one(path: str, ocr: bool, out: Any) -> None:
    started = time.monotonic()
    settings = Settings(ocr=ocr, limits=Limits(seconds=60))
    documents = read(Path(path), Path(path).name, settings, everything)
    words: set[str] = set()
    for document in documents:
        for block in document.blocks:
            words.update(re.findall(r"\w+", block.text.lower()))
    out.send(
        {
            "seconds": time.monotonic() - started,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "words": words,
            "documents": [
                (d.path, d.media_type, len(d.blocks), [u.reason for u in d.unread])
                for d in documents
            ],
        }
    )


def measured(path: Path, seconds: float, ocr: bool) -> dict[str, Any]:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=one, args=(str(path), ocr, theirs))
    process.start()
    theirs.close()
    try:
        answer: dict[str, Any] = ours.recv() if ours.poll(seconds) else {"hang": True}
    except EOFError:
        answer = {"crash": True}
    if process.is_alive() and "hang" in answer:
        process.kill()
    process.join()
    return answer


def references(paths: Sequence[Path], kind: str, folder: Path) -> dict[str, set[str]]:
    """Return the distinct words that the reference reader of `kind` finds, by file name."""
    if kind == "pdf":
        return {path.name: words for path in paths if (words := _by_poppler(path))}
    office = shutil.which("soffice")
    if office is None:
        return {}
    target = REFERENCE[kind]
    form = CSV if target == "xlsx-csv" else target
    waiting, out = list(paths), folder / kind
    while waiting:
        # One process for all: its start costs more than a file. Where a file ends it, the next
        # one begins behind that file.
        _converted(office, form, waiting, out, folder)
        done = [number for number, path in enumerate(waiting) if _made(path, out)]
        waiting = waiting[done[-1] + 1 :] if done else waiting[1:]
    found = {}
    for path in paths:
        if form == "pdf":
            words: set[str] = set()
            for one in _made(path, out):
                words |= _by_poppler(one)
        else:
            text = " ".join(one.read_text("utf-8", "replace") for one in _made(path, out))
            words = set(WORD.findall(text.lower()))
        found[path.name] = words
    return found


def _made(path: Path, out: Path) -> list[Path]:
    """Return what was made of `path`: one file, or one for each of its sheets."""
    return sorted(one for one in out.glob(f"{glob.escape(path.stem)}*") if one.is_file())


def _converted(office: str, form: str, paths: Sequence[Path], out: Path, folder: Path) -> None:
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
               "--convert-to", form, "--outdir", str(out), *map(str, paths)]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(20 + 4 * len(paths))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _by_poppler(path: Path) -> set[str]:
    if shutil.which("pdftotext") is None:
        return set()
    try:
        done = subprocess.run(
            ["pdftotext", "-q", str(path), "-"], capture_output=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        return set()
    return set(WORD.findall(done.stdout.decode("utf-8", "replace").lower()))


def looked_at(name: str, answer: dict[str, Any], counts: Counter[str]) -> None:
    """Count and print a file that gave neither text nor a reason, or an unforeseen fault."""
    documents = answer["documents"]
    if len(documents) == 1 and not documents[0][2] and not documents[0][3]:
        counts["silent"] += 1
        print("SILENT", name, documents)
    if any("not foreseen" in reason for document in documents for reason in document[3]):
        counts["not foreseen"] += 1
        print("NOT FORESEEN", name, [document for document in documents if document[3]])
    if not answer["words"]:
        counts["no text"] += 1
        print("no text:", name, "|", documents[0][3])


@dataclass(slots=True)
class Kind:
    """What was found of the files of one type."""

    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    memory: int = 0
    words: dict[str, set[str]] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    met: int = 0
    known: int = 0
    shares: list[float] = field(default_factory=list)

    def compare(self, name: str, expected: set[str]) -> None:
        """Count which of the words of the reference reader are among ours."""
        expected = {word for word in expected if not word.isdigit()}
        if not expected:
            return
        missing = expected - self.words[name]
        self.met += len(expected) - len(missing)
        self.known += len(expected)
        self.shares.append(1 - len(missing) / len(expected))
        if self.shares[-1] < RECALL:
            print(f"recall {self.shares[-1]:.3f} {name} missing {sorted(missing)[:12]}")

    def row(self, name: str) -> str:
        """Return the type's line of the table."""
        faults = " ".join(f"{self.counts[bad]} {bad}" for bad in FAULTS if self.counts[bad])
        recall = f"{self.met / self.known:.4f} of {self.known}" if self.known else ""
        high = sum(share >= RECALL for share in self.shares)
        at = f"{high} of {len(self.shares)}" if self.shares else ""
        return (
            f"| {name} | {self.files} | {faults or 'none'} | {self.counts['no text']} | {recall} "
            f"| {at} | {self.memory} | {self.seconds:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", default="../shared")
    parser.add_argument("--recall", action="store_true")
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=90.0)
    given = parser.parse_args()
    corpus = (Path(given.shared) / "corpora" / "torture").resolve()
    rows = [json.loads(line) for line in (corpus / "index.jsonl").read_text().splitlines()]
    kinds: dict[str, Kind] = {}
    for row in rows:
        if given.only and row["type"] not in given.only.split(","):
            continue
        kind = kinds.setdefault(row["type"], Kind())
        kind.files += 1
        answer = measured(corpus / row["path"], given.seconds, given.ocr)
        for bad in ("hang", "crash"):
            if bad in answer:
                kind.counts[bad] += 1
                print(f"{bad.upper()} {row['path']}")
        if "documents" not in answer:
            continue
        kind.seconds = max(kind.seconds, answer["seconds"])
        kind.memory = max(kind.memory, answer["memory"])
        looked_at(row["path"], answer, kind.counts)
        if row["type"] in REFERENCE and answer["words"]:
            kind.words[Path(row["path"]).name] = answer["words"]
            kind.paths.append(corpus / row["path"])
    if given.recall:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            for name, kind in [(n, k) for n, k in kinds.items() if n in REFERENCE]:
                for file, words in references(kind.paths, name, Path(folder)).items():
                    kind.compare(file, words)
    print("| type | files | faults | without text, with a reason | recall of distinct words "
          "| files at .97 | most MiB | longest s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for name, kind in sorted(kinds.items()):
        print(kind.row(name))


if __name__ == "__main__":
    main()
