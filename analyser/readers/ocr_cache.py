"""Results of OCR on disk, by the content that they were read from."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from analyser.settings import Settings

logger = logging.getLogger(__name__)


def cache_folder(settings: Settings) -> Path:
    """Return the folder in which results are kept."""
    if settings.cache:
        return Path(settings.cache) / "ocr"
    home = Path.home()
    if sys.platform == "win32":
        base = home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = home / ".cache"
    return base / "procurement-analyser" / "ocr"


def recall(settings: Settings, key: str) -> dict[str, Any] | None:
    """Return what was kept under `key`, if it is sound."""
    try:
        kept = json.loads((cache_folder(settings) / key[:2] / f"{key}.json").read_text("utf-8"))
        return kept if isinstance(kept, dict) else None
    except (OSError, ValueError):
        return None


def keep(settings: Settings, key: str, result: dict[str, Any]) -> None:
    """Keep `result`; a folder that cannot be written costs speed and nothing else."""
    folder = cache_folder(settings) / key[:2]
    # Not json.dump: writing piece by piece costs several times as much.
    text = json.dumps(result)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed: another worker sees all of it or nothing.
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as out:
            out.write(text)
        Path(out.name).replace(folder / f"{key}.json")
    except OSError as error:
        logger.debug("OCR result not kept: %s", error)
