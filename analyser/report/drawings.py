"""Two small drawings: how much was read, and how a printed name leads to a listed maker.

Apart from the templates because a drawing is arithmetic; all text in it is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analyser.finding import Link

# Colours stand on the shapes and not in the style sheet: PDF makers do not carry that inside.
COLOURS = {"by_text": "#2b6a4d", "by_ocr": "#8fb8d8", "missing": "#a8201a"}
GREY = "#484e54"
RED = "#a8201a"

CHART_WIDTH = 640
CHART_HEIGHT = 28
SMALLEST_SHARE = 0.01

BOX_HEIGHT = 40
STEP_HEIGHT = 56
DRAWING_WIDTH = 520


def coverage_chart(parts: Sequence[tuple[str, int]], label: str) -> Markup:
    """Return a bar of `parts` (class name, amount); `label` says it in words."""
    shown = [(name, amount) for name, amount in parts if amount > 0]
    total = sum(amount for _, amount in shown)
    # A single unread page among thousands must still be seen.
    shares = [max(SMALLEST_SHARE, amount / total) for _, amount in shown]
    drawn: list[Markup] = []
    x = 0.0
    for (name, _), share in zip(shown, shares, strict=True):
        width = CHART_WIDTH * share / sum(shares)
        drawn.append(
            Markup('<rect fill="{}" x="{:.1f}" y="0" width="{:.1f}" height="{}"/>').format(
                COLOURS[name], x, width, CHART_HEIGHT
            )
        )
        x += width
    return Markup(
        '<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}"'
        ' preserveAspectRatio="none">{}</svg>'
    ).format(label, CHART_WIDTH, CHART_HEIGHT, Markup("").join(drawn))


def lineage_drawing(chain: Sequence[Link], label: str, basis_words: dict[str, str]) -> Markup:
    """Return `chain` as boxes joined by arrows, from the printed name down to the listed maker."""
    if not chain:
        return Markup("")
    names = [chain[0].name, *(link.to for link in chain)]
    height = len(names) * BOX_HEIGHT + len(chain) * STEP_HEIGHT + 2
    parts: list[Markup] = []
    for index, name in enumerate(names):
        top = 1 + index * (BOX_HEIGHT + STEP_HEIGHT)
        parts.append(_name_box(name, top, last=index == len(names) - 1))
        if index < len(chain):
            parts.append(_step(chain[index], top + BOX_HEIGHT, basis_words))
    return Markup(
        '<svg class="lineage" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}">{}</svg>'
    ).format(label, DRAWING_WIDTH, height, DRAWING_WIDTH, Markup("").join(parts))


def _name_box(name: str, top: int, *, last: bool) -> Markup:
    return Markup(
        '<rect x="1" y="{}" width="260" height="{}" fill="{}" stroke="{}"/>'
        '<text x="14" y="{}" font-size="14" font-weight="{}" fill="#0b0c0c">{}</text>'
    ).format(
        top,
        BOX_HEIGHT,
        "#fbeceb" if last else "#ffffff",
        RED if last else GREY,
        top + 25,
        "bold" if last else "normal",
        _cut(name, 30),
    )


def _step(link: Link, top: int, basis_words: dict[str, str]) -> Markup:
    bottom = top + STEP_HEIGHT
    dashes = Markup("") if link.basis == "verified" else Markup(' stroke-dasharray="5 4"')
    return Markup(
        '<path d="M30 {} V{}" fill="none" stroke="{}" stroke-width="2"{}/>'
        '<path d="M24 {} L30 {} L36 {}" fill="none" stroke="{}" stroke-width="2"/>'
        '<text x="48" y="{}" font-size="14" fill="#0b0c0c">{}</text>'
        '<text x="48" y="{}" font-size="12.5" fill="{}">{}</text>'
    ).format(
        top, bottom - 1, GREY, dashes,
        bottom - 10, bottom - 2, bottom - 10, GREY,
        top + 24, _cut(link.relation, 58),
        top + 43, GREY, basis_words.get(link.basis, link.basis),
    )  # fmt: skip


def _cut(text: str, letters: int) -> str:
    """Return `text`, shortened to fit; the whole of it stands in the table below the drawing."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
