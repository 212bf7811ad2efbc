"""Loading without what only costs: idle threads of a library, rubbish looked for in vain."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


def one_thread() -> None:
    """Have numpy's library of linear algebra start no threads; to be called before it loads.

    They wait busily for large matrices, of which there are none here, and cost up to a tenth of
    a second of CPU a process. What the user has set stays.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def loading() -> Iterator[None]:
    """Look for no rubbish while lists and model load, nor ever again among what they hold.

    Nearly all that is made while this is entered stays for good: some hundred thousand objects,
    which the collector would walk through over and over while documents are read.
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if held:
            gc.enable()
