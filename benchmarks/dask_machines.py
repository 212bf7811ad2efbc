"""A real cluster on this machine: `dask scheduler` and `dask worker` as processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

START_SECONDS = 60.0


class Machines:
    """A scheduler and `workers` workers, each started as a person would start it.

    With nannies, as dask starts workers by default, a killed worker is restarted; without, it is
    gone for good.
    """

    def __init__(self, workers: int = 2, *, nannies: bool = True) -> None:
        self._wanted = workers
        self._nannies = nannies
        self._folder = tempfile.TemporaryDirectory(prefix="dask-machines-")
        self._processes: list[subprocess.Popen[bytes]] = []
        self._struck: list[int] = []
        self._first: dict[str, int] = {}
        self._client: Any = None
        self.address = ""

    def __enter__(self) -> Machines:
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        for pid in self._struck:  # a frozen process can be closed only when it goes on
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        if self._client is not None:
            self._client.close()
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._folder.cleanup()

    def busy(self) -> list[str]:
        """Return the addresses of the workers that have calls to carry out."""
        return [address for address, calls in self._client.processing().items() if calls]

    def strike(self, sign: signal.Signals) -> str:
        """Send `sign` to a worker of the first hour that is at work; return its address.

        Never to one that was struck before, nor to one that took the place of such.
        """
        busy = self.busy()
        address = next(iter([one for one in self._first if one in busy] or self._first))
        pid = self._first.pop(address)
        self._struck.append(pid)
        os.kill(pid, sign)
        return address

    def strike_scheduler(self, sign: signal.Signals) -> None:
        """Send `sign` to the scheduler."""
        self._struck.append(self._processes[0].pid)
        os.kill(self._processes[0].pid, sign)

    def _start(self) -> None:
        from distributed import Client

        file = Path(self._folder.name) / "scheduler.json"
        common = ("--scheduler-file", str(file), "--no-dashboard")
        self._run("scheduler", "--host", "127.0.0.1", "--port", "0", *common)
        until = time.monotonic() + START_SECONDS
        while not file.exists():
            if time.monotonic() > until or self._processes[0].poll() is not None:
                msg = "dask scheduler does not start"
                raise RuntimeError(msg)
            time.sleep(0.05)
        nanny = "--nanny" if self._nannies else "--no-nanny"
        for number in range(self._wanted):
            self._run(
                *("worker", *common, "--host", "127.0.0.1", nanny, "--nthreads", "1"),
                *("--memory-limit", "0", "--name", f"worker-{number}"),
                *("--local-directory", self._folder.name),
            )
        make: Any = Client
        self._client = make(scheduler_file=str(file), timeout=START_SECONDS, set_as_default=False)
        self._client.wait_for_workers(self._wanted, timeout=START_SECONDS)
        self._first = self._client.run(os.getpid)
        self.address = self._client.scheduler.address

    def _run(self, *words: str) -> None:
        command = [sys.executable, "-m", "dask", *words]
        quiet = subprocess.DEVNULL
        self._processes.append(subprocess.Popen(command, stdout=quiet, stderr=quiet))
