"""How much of each format is read: crashes, silence and recall of words.

`python benchmarks/reading_formats.py [SHARED] [--recall] [--only TYPE]` reads every file of the
torture corpus that is no PDF or picture, each in a process of its own with a time limit, and
tells what yields neither text nor a reason. With `--recall` the distinct words of Office files
are compared with what LibreOffice makes of them, where it is installed.
"""

from __future__ import annotations

import argparse
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
from pathlib import Path
from typing import Any

from analyser.readers.reading import read
from analyser.readers.source import everything
from analyser.settings import Limits, Settings

SKIPPED = ("pdf", "jpg", "png", "tif", "tiff")
REFERENCE = {
    "docx": "txt:Text (encoded):UTF8", "docm": "txt:Text (encoded):UTF8",
    "doc": "txt:Text (encoded):UTF8", "odt": "txt:Text (encoded):UTF8",
    "rtf": "txt:Text (encoded):UTF8", "xlsx": "xlsx-csv", "xlsm": "xlsx-csv", "ods": "xlsx-csv",
    "xls": "xlsx-csv", "xlsb": "xlsx-csv", "pptx": "pdf", "ppt": "pdf",
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


def reference(path: Path, kind: str) -> set[str] | None:
    office = shutil.which("soffice")
    if office is None:
        return None
    target = REFERENCE[kind]
    form = CSV if target == "xlsx-csv" else target
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
                   "--convert-to", form, "--outdir", f"{folder}/out", str(path)]  # fmt: skip
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        made = sorted(Path(folder, "out").glob("*"))
        if form == "pdf" and made:
            subprocess.run(["pdftotext", str(made[0]), f"{folder}/t.txt"], check=False, timeout=60)
            made = [Path(folder, "t.txt")]
        if not made:
            return None
        text = " ".join(file.read_text("utf-8", "replace") for file in made if file.is_file())
    return set(re.findall(r"\w+", text.lower()))


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


def compared(
    path: Path, row: dict[str, Any], words: set[str], recalls: dict[str, list[float]]
) -> None:
    """Compare distinct words with the reference reader's; figures are printed differently."""
    expected = {word for word in reference(path, row["type"]) or () if not word.isdigit()}
    if not expected:
        return
    missing = expected - words
    recalls.setdefault(row["type"], []).append(1 - len(missing) / len(expected))
    if len(missing) > 0.03 * len(expected):
        print(f"recall {recalls[row['type']][-1]:.3f} {row['path']} missing {sorted(missing)[:12]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", default="../shared")
    parser.add_argument("--recall", action="store_true")
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=90.0)
    given = parser.parse_args()
    corpus = Path(given.shared) / "corpora" / "torture"
    rows = [json.loads(line) for line in (corpus / "index.jsonl").read_text().splitlines()]
    counts: Counter[str] = Counter()
    recalls: dict[str, list[float]] = {}
    slowest: list[tuple[float, int, str]] = []
    for row in rows:
        if row["type"] in SKIPPED or (given.only and row["type"] not in given.only.split(",")):
            continue
        path = corpus / row["path"]
        answer = measured(path, given.seconds, given.ocr)
        counts["files"] += 1
        for bad in ("hang", "crash"):
            if bad in answer:
                counts[bad] += 1
                print(f"{bad.upper()} {row['path']}")
        if "documents" not in answer:
            continue
        slowest.append((answer["seconds"], answer["memory"], row["path"]))
        looked_at(row["path"], answer, counts)
        if given.recall and row["type"] in REFERENCE:
            compared(path, row, answer["words"], recalls)
    print(dict(counts))
    for seconds, memory, name in sorted(slowest, reverse=True)[:5]:
        print(f"slow: {seconds:.1f} s, {memory} MiB, {name}")
    print("most memory:", max(slowest, key=lambda item: item[1])[1:] if slowest else "-")
    for kind, values in sorted(recalls.items()):
        mean = sum(values) / len(values)
        high = sum(value >= 0.97 for value in values)
        print(f"recall {kind}: mean {mean:.4f}, {high} of {len(values)} at .97 or more")


if __name__ == "__main__":
    main()
