"""Charts as SVG pictures, from the report's frozen data: for paper, where no browser draws.

Plain and black-on-white enough for a copying machine: bars side by side, or lines, with a legend above.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 34, 30
MOST_LABELS = 8
COLOURS = ("#1d4f91", "#9dbce3", "#57a773", "#d9a441")
INK, LINE = "#333333", "#d9dde3"


@dataclass(frozen=True)
class Series:
    """One row of values; None leaves a gap."""

    name: str
    values: Sequence[float | None]


def bars(labels: Sequence[str], series: Sequence[Series], *, unit: str = "") -> str:
    """Bars side by side, one group a label."""
    top = _ceiling(series)
    slot = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    wide = min(26.0, slot * 0.7 / max(len(series), 1))
    drawn = []
    for place, one in enumerate(series):
        for index, value in enumerate(one.values):
            if value:
                x = LEFT + slot * (index + 0.5) + wide * (place - len(series) / 2)
                y = _y(value, 0, top)
                height = HEIGHT - BOTTOM - y
                drawn.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{height:.1f}" fill="{COLOURS[place % 4]}"/>'
                )
    return _framed(labels, series, "".join(drawn), 0, top, unit)


def lines(labels: Sequence[str], series: Sequence[Series], *, unit: str = "") -> str:
    """Lines with a dot at each value; the scale begins near the lowest."""
    top = 100.0 if unit == "%" else _ceiling(series)
    bottom = floor_of(series, top)
    slot = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    drawn = []
    for place, one in enumerate(series):
        colour = COLOURS[(0, 2, 3, 1)[place % 4]]
        points = [
            (LEFT + slot * (index + 0.5), _y(value, bottom, top))
            for index, value in enumerate(one.values)
            if value is not None
        ]
        # a hair's rise at the end: renderers leave out a line whose box has no height
        path = " ".join(f"{x:.1f},{y + 0.01 * index:.2f}" for index, (x, y) in enumerate(points))
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/>' for x, y in points]
    return _framed(labels, series, "".join(drawn), bottom, top, unit, colours=(0, 2, 3, 1))


def _ceiling(series: Sequence[Series]) -> float:
    """A round number above all values."""
    most = max((value for one in series for value in one.values if value is not None), default=0.0)
    if most <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(most))
    return next(size * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if size * step >= most)


def floor_of(series: Sequence[Series], top: float) -> float:
    """Where the scale of lines begins: a round number below the lowest value, nought if that is not far."""
    least = min((value for one in series for value in one.values if value is not None), default=0.0)
    if least <= top * 0.3:
        return 0.0
    step = top / 10
    return max(0.0, math.floor((least - step / 2) / step) * step)


def _y(value: float, bottom: float, top: float) -> float:
    height = HEIGHT - TOP - BOTTOM
    return HEIGHT - BOTTOM - height * (value - bottom) / ((top - bottom) or 1)


def _framed(
    labels: Sequence[str], series: Sequence[Series], drawn: str, bottom: float, top: float, unit: str,
    *, colours: tuple[int, ...] = (0, 1, 2, 3),
) -> str:  # fmt: skip
    parts = []
    for step in range(5):
        value = bottom + (top - bottom) * step / 4
        y = _y(value, bottom, top)
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{LINE}" stroke-width="1"/>'
        )
        parts.append(_text(f"{value:,.10g}", LEFT - 6, y + 4, anchor="end"))
    parts.append(drawn)
    slot = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    every = math.ceil(len(labels) / MOST_LABELS) if labels else 1
    parts += [
        _text(label, LEFT + slot * (index + 0.5), HEIGHT - 9)
        for index, label in enumerate(labels)
        if (len(labels) - 1 - index) % every == 0
    ]
    x = float(LEFT)
    for place, one in enumerate(series):
        parts.append(f'<rect x="{x:.0f}" y="9" width="12" height="10" fill="{COLOURS[colours[place % 4]]}"/>')
        parts.append(_text(one.name, x + 17, 18, anchor="start"))
        x += 34 + 12 * len(one.name)
    if unit:
        parts.append(_text(f"单位：{unit}", WIDTH - RIGHT, 18, anchor="end"))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    return f'{head}<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(parts)}</svg>'


def _text(words: str, x: float, y: float, *, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="11" font-family="Noto Sans SC" fill="{INK}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
