"""The same cluster, from and to an S3-compatible server: nothing differs but the place."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analyser.locations.places import outlet_to, selected
from analyser.profile import Profile
from analyser.publishing import Edition, publish
from analyser.running.engines import Wishes
from analyser.scanning import scan
from analyser.settings import Settings
from benchmarks.corpus import write_small
from benchmarks.dask_machines import Machines
from benchmarks.machines import DAY, Mishaps
from benchmarks.measuring import Row, Terms

BUCKET = "tenders"
DOCUMENTS = 500


@contextmanager
def s3_server() -> Iterator[str]:
    """Yield the address of an S3-compatible server, which this process and its children know."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    os.environ.update(
        FSSPEC_S3_ENDPOINT_URL=address,
        AWS_ACCESS_KEY_ID="tester",
        AWS_SECRET_ACCESS_KEY="secret",
        AWS_DEFAULT_REGION="us-east-1",
        AWS_EC2_METADATA_DISABLED="true",
        NO_PROXY="127.0.0.1",
    )
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=quiet, stderr=quiet,
    )  # fmt: skip
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def measure(terms: Terms) -> list[Row]:
    """Return whether documents in a bucket come to the same as on a disk, mishaps included."""
    try:
        import fsspec
        import moto  # noqa: F401
    except ImportError as error:
        return [Row("S3-compatible server", f"not measured: {error}")]
    documents = max(60, int(DOCUMENTS * terms.scale))
    folder = terms.scratch / "stored"
    write_small(folder, documents)
    settings = Settings(ocr=False, as_of=DAY)
    _reported([str(folder)], str(terms.scratch / "stored-report"), Wishes(jobs=2), settings)
    with s3_server() as address:
        fsspec.config.conf["s3"] = {"endpoint_url": address}  # read when fsspec was imported
        files: Any = fsspec.filesystem("s3")
        files.mkdir(BUCKET)
        files.put(f"{folder}/", f"{BUCKET}/in", recursive=True)
        with Machines() as machines:
            began = time.perf_counter()
            wishes = Wishes(cluster=machines.address)
            mishaps = Mishaps(machines, documents)
            place = f"s3://{BUCKET}/out"
            _reported([f"s3://{BUCKET}/in"], place, wishes, settings, mishaps)
            there = time.perf_counter() - began
        report = json.loads(files.cat_file(f"{BUCKET}/out/findings.json"))
    local = json.loads((Path(terms.scratch) / "stored-report" / "findings.json").read_text())
    pairs = zip(local["documents"], report["documents"], strict=True)
    same = sum(one == other for one, other in pairs)
    return [
        Row("bucket to bucket, one dask worker killed, one frozen", f"{there:.0f} s", "",
            f"{documents} small documents; {1000 * there / documents:.0f} ms each"),
        Row("documents in the report", str(len(report["documents"])), str(documents)),
        Row("equal to the local run's", f"{same} of {documents}", "all",
            f"{sum(bool(one['findings']) for one in local['documents'])} with findings"),
    ]  # fmt: skip


def _reported(
    names: list[str], output: str, wishes: Wishes, settings: Settings, told: Any = None
) -> None:
    """Scan `names` and report to `output`, as the command does."""
    with selected(names, output) as selection, outlet_to(output) as outlet:
        outcome = scan(selection, Profile(), settings, wishes, told)
        edition = Edition(formats=("html", "json"))
        written = publish(outcome.run, outlet.folder, edition, lists=outcome.lists, root=None)
        outlet.delivered(written)
