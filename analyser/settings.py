"""Limits and choices of a run: one frozen value, made once, handed down."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost before it is set aside by name."""

    seconds: float = 600.0
    """Wall time a document, OCR included."""

    memory: int = 2048 * MEBIBYTE
    """Address space of a worker in bytes, where the platform can limit it."""

    file_size: int = 1024 * MEBIBYTE
    """Bytes of one file on disk."""

    inflated: int = 2048 * MEBIBYTE
    """Bytes that one archive may unpack to, counted while inflating."""

    ratio: float = 200.0
    """Unpacked to packed, for members above a mebibyte; DEFLATE tops out near 1,030."""

    members: int = 5000
    """Members of one archive."""

    depth: int = 5
    """Archives and e-mails nested in each other."""

    pages: int = 20000
    """Pages of one document."""

    ocr_pages: int = 2000
    """Pages of one document that may be read by OCR."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run reads and searches."""

    ocr: bool = True
    ocr_languages: tuple[str, ...] = ("eng",)
    ocr_dpi: int = 200
    passwords: tuple[str, ...] = ()
    """Tried on locked documents; never guessed."""

    as_of: str = ""
    """ISO date by which regimes are judged; `""` = the award date of the profile or today. Set
    once a run, so that a batch over midnight judges every document by one day."""

    show_cleared: bool = False
    roles: tuple[tuple[str, str], ...] = ()
    """(glob over document paths, role): the officer's own word on what a document is."""

    cache: str = ""
    """Folder for OCR and compiled lists; `""` = the user's cache folder."""

    limits: Limits = Limits()

    tessdata: str = ""
    """Folder with Tesseract's language data; `""` = look in the usual places."""

    def described(self) -> tuple[tuple[str, str], ...]:
        """Return name and value of what a report tells, passwords counted and not shown."""
        limits = self.limits
        return (
            ("OCR", "on" if self.ocr else "off"),
            ("OCR languages", ", ".join(self.ocr_languages)),
            ("OCR resolution", f"{self.ocr_dpi} dpi"),
            ("Passwords given", str(len(self.passwords))),
            ("Judged as of", self.as_of or "the award date"),
            ("Cleared mentions shown", "yes" if self.show_cleared else "no"),
            ("Time a document", f"{limits.seconds:.0f} s"),
            ("Memory a document", f"{limits.memory // MEBIBYTE} MB"),
        )
