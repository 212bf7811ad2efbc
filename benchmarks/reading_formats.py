"""How much of each format is read: crashes, silence and recall of words.

`python -m benchmarks.reading_formats [SHARED] [--recall] [--ocr] [--only TYPE]` reads every file of
the torture corpus, each in a process of its own with a time limit, and tells what crashes, hangs,
or yields neither text nor a reason, and the reason of each that yields no text. With `--recall` the
distinct words are compared with what poppler (PDF) and LibreOffice (Office files) find. A word
whose letters stand in our text one after the other, parted elsewhere, is counted as missing and
told apart ("glued"): two cells in one word, a hyphen at a line's end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyser.readers.reading import read
from analyser.readers.source import everything
from analyser.settings import Limits, Settings
from benchmarks.reading_references import FORMS, reference_words, words_of

FAULTS = ("crash", "hang", "silent", "not foreseen")
RECALL = 0.97
LONGEST = 60  # letters of a word that is shown


def one(path: str, ocr: bool, out: Any) -> None:
    started = time.monotonic()
    settings = Settings(ocr=ocr, limits=Limits(seconds=60))
    documents = read(Path(path), Path(path).name, settings, everything)
    texts = [words_of(block.text) for document in documents for block in document.blocks]
    words = {word for text in texts for word in text}
    out.send(
        {
            "seconds": time.monotonic() - started,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "words": words,
            "squeezed": "".join(word for text in texts for word in text),
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


def shown(words: set[str], at_most: int) -> list[str]:
    """Return the first of `words`, none longer than a word is."""
    return [word[:LONGEST] for word in sorted(words)[:at_most]]


@dataclass(slots=True)
class Kind:
    """What was found of the files of one type."""

    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    memory: int = 0
    words: dict[Path, set[str]] = field(default_factory=dict)
    squeezed: dict[Path, str] = field(default_factory=dict)
    met: int = 0
    known: int = 0
    glued: int = 0
    shares: list[float] = field(default_factory=list)

    def compare(self, path: Path, expected: set[str], at_most: int) -> None:
        """Count which of the words of the reference reader are among ours."""
        expected = {word for word in expected if not word.isdigit()}
        if not expected:
            return
        missing = expected - self.words[path]
        gone = {word for word in missing if word not in self.squeezed[path]}
        self.met += len(expected) - len(missing)
        self.known += len(expected)
        self.glued += len(missing) - len(gone)
        self.shares.append(1 - len(missing) / len(expected))
        if self.shares[-1] < RECALL:
            told = f"recall {self.shares[-1]:.3f} of {len(expected)} in {path.name}: missing"
            print(told, shown(gone, at_most), "glued", shown(missing - gone, at_most))

    def row(self, name: str) -> str:
        """Return the type's line of the table."""
        faults = " ".join(f"{self.counts[bad]} {bad}" for bad in FAULTS if self.counts[bad])
        recall = f"{self.met / self.known:.4f} of {self.known:,}" if self.known else ""
        glued = f"{self.glued}" if self.known else ""
        high = sum(share >= RECALL for share in self.shares)
        at = f"{high} of {len(self.shares)}" if self.shares else ""
        return (
            f"| {name} | {self.files} | {faults or 'none'} | {self.counts['no text']} | {recall} "
            f"| {glued} | {at} | {self.memory} | {self.seconds:.1f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", default="../shared")
    parser.add_argument("--recall", action="store_true")
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--reference-seconds", type=float, default=30.0, help="a file")
    parser.add_argument("--missing", type=int, default=12, help="missing words shown a file")
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
        if row["type"] in FORMS and answer["words"]:
            kind.words[corpus / row["path"]] = answer["words"]
            kind.squeezed[corpus / row["path"]] = answer["squeezed"]
    for name, kind in kinds.items() if given.recall else ():
        if not kind.words:
            continue
        references, given_up = reference_words(list(kind.words), name, given.reference_seconds)
        for line in given_up:
            print("no reference:", line)
        for path, words in references.items():
            kind.compare(path, words, given.missing)
    print("| type | files | faults | without text, with a reason | recall of distinct words "
          "| of the missing, glued | files at .97 | most MiB | longest s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for name, kind in sorted(kinds.items()):
        print(kind.row(name))


if __name__ == "__main__":
    main()
