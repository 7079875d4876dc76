"""The figures as a table and as JSON, each beside what it is held against."""

from __future__ import annotations

import json
import os
import platform
import unicodedata
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from govops.kernel import moment

SHARE_OF_FLOOR = 1 / 6
PAGE_MS = 100.0


@dataclass
class Line:
    """One measured thing. `target` in the same words as `figure`; `ok` None: told for information."""

    name: str
    figure: str
    beside: str = ""
    target: str = ""
    ok: bool | None = None
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        return "" if self.ok is None else "PASS" if self.ok else "MISS"


@dataclass
class Section:
    """The lines of one size."""

    rows: int
    what: str = "条登记"
    filled_seconds: float = 0.0
    database_bytes: int = 0
    lines: list[Line] = field(default_factory=list)

    def throughput(self, name: str, load: Any, floor: Any, *, held: bool) -> None:
        """Requests a second beside the floor's."""
        ratio = load.rate / floor.rate
        self.lines.append(
            Line(
                name=name,
                figure=f"{load.rate:,.0f} 次/秒",
                beside=f"底线 {floor.rate:,.0f} 次/秒，比 1/{1 / ratio:.1f}",
                target="≥ 1/6" if held else "",
                ok=ratio >= SHARE_OF_FLOOR if held else None,
                raw={
                    "rate": load.rate,
                    "floor": floor.rate,
                    "ratio": ratio,
                    "p50_ms": load.percentile(0.5),
                    "p95_ms": load.percentile(0.95),
                },
            )
        )

    def rate(self, name: str, load: Any, floor: Any, *, least: int) -> None:
        """Requests a second, held against so many; the floor of the same run beside it."""
        self.lines.append(
            Line(
                name=name,
                figure=f"{load.rate:,.0f} 次/秒",
                beside=f"底线 {floor.rate:,.0f} 次/秒，中位 {load.percentile(0.5):.0f} ms，p95 {load.percentile(0.95):.0f} ms",
                target=f"≥ {least}",
                ok=load.rate >= least,
                raw={"rate": load.rate, "floor": floor.rate, "p50_ms": load.percentile(0.5), "p95_ms": load.percentile(0.95)},
            )
        )  # fmt: skip

    def page(self, name: str, load: Any, *, queries: int | None, held: bool, note: str = "") -> None:
        """Milliseconds for one client."""
        p95 = load.percentile(0.95)
        self.lines.append(
            Line(
                name=name,
                figure=f"p95 {p95:.0f} ms",
                beside="，".join(
                    part
                    for part in (
                        f"中位 {load.percentile(0.5):.0f} ms",
                        f"{queries} 次查询" if queries else "",
                        note,
                    )
                    if part
                ),
                target=f"< {PAGE_MS:.0f} ms" if held else "",
                ok=p95 < PAGE_MS if held else None,
                raw={"p50_ms": load.percentile(0.5), "p95_ms": p95, "queries": queries},
            )
        )


def show(sections: list[Section]) -> str:
    """The whole table."""
    out = []
    for section in sections:
        size = f"，数据库 {section.database_bytes / 2**30:.1f} GB" if section.database_bytes else ""
        out.append(f"\n{section.rows:,} {section.what}（生成 {section.filled_seconds:.0f} 秒{size}）")
        out += [
            "  "
            + _wide(line.name, 46)
            + _wide(line.figure, 16)
            + _wide(line.target, 10)
            + _wide(line.verdict, 6)
            + line.beside
            for line in section.lines
        ]
    return "\n".join(out)


def same_queries(sections: list[Section]) -> Line:
    """Whether every page makes the same queries at all sizes."""
    counts: dict[str, set[int]] = {}
    for section in sections:
        for line in section.lines:
            if line.raw.get("queries"):
                counts.setdefault(line.name, set()).add(line.raw["queries"])
    different = [name for name, found in counts.items() if len(found) > 1]
    return Line(
        "查询次数与数据量无关",
        f"{len(counts) - len(different)}/{len(counts)} 个页面",
        "；".join(different),
        "全部",
        not different,
    )


def save(path: Path, sections: list[Section], extra: Line | None) -> None:
    """The figures as JSON, with the machine that they were measured on."""
    content = {
        "at": moment.now().isoformat(timespec="seconds"),
        "machine": {
            "cpus": os.cpu_count(),
            "platform": platform.platform(),
            "python": platform.python_version(),
        },
        "sections": [asdict(section) for section in sections],
        "same_queries": asdict(extra) if extra else None,
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _wide(text: str, columns: int) -> str:
    """`text` padded to a width in terminal columns: Chinese characters take two."""
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, columns - width)
