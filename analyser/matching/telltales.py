"""Technical traces that hint at a maker: addresses, ports, paths, apps, chips, grantee codes.

Weak evidence that adds up, over kinds that do not come together anyway. The lists write a trace as
a person notes it down ("37777 (TCP) / 37778", "SmartPSS, DMSS/gDMSS, ConfigTool"); here each
becomes the literal words to look for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyser.catalogue import Catalogue, Telltale, Vendor
from analyser.skeleton import plain

TOO_COMMON = frozenset(
    {"cms", "psia", "admin", "port", "udp", "tcp", "name", "hardware", "sofia", "isapi", "move",
     "media", "live", "profile1", "profile2", "video1", "onvif", "wording", "firmware", "exports"}
)  # fmt: skip
"""Parts of a trace that stand in any maker's sheet."""

PORT_NEAR = re.compile(r"\b(?:port|ports|tcp|udp|puerto|anschluss)\b", re.IGNORECASE)
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|cn|io)\b")
MAC = re.compile(r"(?:[0-9A-F]{2}[:-]){2}[0-9A-F]{2}")
PATH = re.compile(r"/[A-Za-z0-9/_.]{7,}")
GRANTEE = re.compile(r"\b[A-Z0-9]{3,5}(?=-)")
CHIP = re.compile(r"\b[A-Z][A-Za-z]\d{3,4}[A-Za-z]*\b")
MAC_OR_ADDRESS, STREAM, SOFTWARE, FEATURE, HARDWARE = (
    "address", "stream", "software", "feature", "hardware",
)  # fmt: skip
GROUPS = {
    "default_ip": MAC_OR_ADDRESS, "port": MAC_OR_ADDRESS, "mac_oui": MAC_OR_ADDRESS,
    "mac_prefix": MAC_OR_ADDRESS, "rtsp_path": STREAM, "onvif_scope": STREAM,
    "protocol_name": STREAM, "software": SOFTWARE, "p2p_domain": SOFTWARE,
    "firmware_name": SOFTWARE, "feature_name": FEATURE, "codec_name": FEATURE,
}  # fmt: skip
"""Kinds of traces that come together: two of one group say no more than one."""

CLOUD = "p2p_domain"
LENT = frozenset({"software", "feature_name", "codec_name", "protocol_name", CLOUD})
"""Kinds that firms take over with goods made for them, under their own brand."""

STEM = 3
"""Letters by which a name says its maker's own: "HikCentral", "UNV-Link"."""

SOFTWARE_SPLIT = re.compile(r"[,/;()]|\s\+\s|\bwording\b|\btool\b", re.IGNORECASE)
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Trace:
    """One literal to look for, and what it hints at."""

    literal: str
    kind: str
    makers: tuple[str, ...]
    strength: str
    note: str
    exact_case: bool
    needs_port: bool = False

    @property
    def group(self) -> str:
        """What the trace comes together with."""
        return GROUPS.get(self.kind, HARDWARE)


def traces(catalogue: Catalogue) -> tuple[Trace, ...]:
    """Return every literal of the telltales of `catalogue`, once."""
    found: dict[str, Trace] = {}
    for one in catalogue.telltales:
        for literal in _literals(one):
            found.setdefault(literal, _trace(one, literal))
    return tuple(found.values())


class Lent:
    """Names of features and apps, and numbers of chips, that stand in other brands' sheets too."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._groups: dict[tuple[str, str], str] = {}
        clouds = {
            plain(literal)
            for one in catalogue.telltales
            if one.kind == CLOUD
            for literal in _literals(one)
        }
        for one in catalogue.telltales:
            for vendor in one.points_to if one.kind in LENT else ():
                stems = _stems(catalogue.vendors.get(vendor))
                for letters in map(plain, _literals(one)):
                    cloud = letters in clouds or f"{letters}com" in clouds
                    if cloud or letters[:STEM] not in stems:
                        self._groups[vendor, letters] = GROUPS[one.kind]
        self._chips = {
            vendor for one in catalogue.telltales if one.kind == "soc" for vendor in one.points_to
        }

    def group(self, vendor: str, letters: str) -> str:
        """Return the group of traces that a vendor's name in `letters` is of; `""` for none."""
        return self._groups.get((vendor, letters), "")

    def chip(self, vendor: str) -> bool:
        """Whether the numbers of `vendor` are those of chips in anybody's goods."""
        return vendor in self._chips


def _stems(vendor: Vendor | None) -> frozenset[str]:
    """Return how the names of a vendor's own begin: as its name, or with its initials."""
    if vendor is None:
        return frozenset()
    known = [plain(alias.text) for alias in vendor.aliases]
    return frozenset({plain(vendor.name)[:STEM], *(one for one in known if len(one) == STEM)})


def _trace(one: Telltale, literal: str) -> Trace:
    port = one.kind == "port"
    return Trace(
        literal=literal,
        kind=one.kind,
        makers=one.points_to,
        strength=one.strength,
        note=one.note,
        exact_case=one.kind not in {"p2p_domain", "rtsp_path", "mac_oui", "mac_prefix"},
        needs_port=port and literal.isdigit(),
    )


def _literals(one: Telltale) -> list[str]:  # noqa: PLR0911 - a table of kinds
    kind, value = one.kind, one.value
    if kind == "default_credentials":
        return []  # "admin/12345" is the default of half the market
    if "oui" in kind or kind.startswith("mac"):
        return [match.upper() for match in MAC.findall(value)]
    if kind == "default_ip":
        return ADDRESS.findall(value)
    if kind == "port":
        return re.findall(r"\b\d{5}\b", value)
    if kind == "rtsp_path":
        return [path for path in PATH.findall(value.partition("?")[0]) if path.count("/") > 1]
    if kind == "p2p_domain":
        return DOMAIN.findall(value)
    if kind in {"fcc_id", "fcc_grantee", "fcc_grantee_code"}:
        return [f"{code}-" for code in GRANTEE.findall(value)] or [f"{value}-"]
    if kind == "soc":
        return CHIP.findall(value)
    if kind == "onvif_scope":
        return [f"/name/{name}" for name in re.findall(r"/name/(\w+)", value)]
    if kind == "bracket_part":
        return []  # part numbers: the grammars read them
    words = [word.strip(" '\"…") for word in SOFTWARE_SPLIT.split(value)]
    return [word for word in words if _distinct(word)]


def _distinct(word: str) -> bool:
    if len(word) < SHORTEST or len(word) > 30 or word.lower() in TOO_COMMON or "..." in word:
        return False
    odd = sum(c.isdigit() or c.isupper() for c in word[1:]) or " " in word
    return bool(odd) and len(word.split()) <= 2 and not word.rsplit(maxsplit=1)[-1].islower()


class Traces:
    """The literals, in one pass over the text."""

    def __init__(self, catalogue: Catalogue) -> None:
        import ahocorasick_rs

        self._traces = traces(catalogue)
        literals = [one.literal.lower().encode() for one in self._traces]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(literals or [b"\x00"])

    def find(self, lowered: bytes, text: str) -> list[tuple[int, int, Trace]]:
        """Return the traces in `text`; `lowered` is it in small letters, one byte a character."""
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if not self._traces:
                break
            one = self._traces[index]
            if one.exact_case and text[start:end] != one.literal:
                continue
            before, after = text[start - 1 : start], text[end : end + 1]
            if before.isalnum() and one.literal[0].isalnum():
                continue
            if after.isalnum() and one.literal[-1].isalnum():
                continue
            if one.kind == "default_ip" and (before == "." or after == "."):
                tail = text[end + 1 : end + 2]
                if before == "." or tail.isdigit():
                    continue
            if one.needs_port and not PORT_NEAR.search(text[max(0, start - 60) : end + 40]):
                continue
            found.append((start, end, one))
        return found
