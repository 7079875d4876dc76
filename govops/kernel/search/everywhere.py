"""One question to all registers: the newest hits of each, merged newest first, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from govops.kernel.search.queries import matching, query

MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Source:
    """One register to look in; ``rows`` must already be narrowed to what the asking person may see."""

    register: str
    title: str
    rows: QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found."""

    register: str
    register_title: str
    record_id: int
    number: str
    title: str
    created_at: datetime


def everywhere(sources: Iterable[Source], text: str, *, limit: int = 20) -> list[Hit]:
    """The newest ``limit`` records of all sources that hold every word of the text.

    One UNION ALL of one small newest-first query a register, so that a common word costs a short walk
    down each primary key and a rare one a look into each index.
    """
    if query(text) is None:
        return []
    limit = max(1, min(limit, MAX_LIMIT))
    by_code = {source.register: source for source in sources}
    branches = [_branch(source, text, limit) for source in by_code.values()]
    if not branches:
        return []
    merged = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    rows = merged.order_by("-hit_created_at", "-hit_id")[:limit] if len(branches) > 1 else merged
    return [
        Hit(
            register=row["hit_register"],
            register_title=by_code[row["hit_register"]].title,
            record_id=row["hit_id"],
            number=row["hit_number"],
            title=row["hit_title"],
            created_at=row["hit_created_at"],
        )
        for row in rows
    ]


def _branch(source: Source, text: str, limit: int) -> QuerySet[Any, dict[str, Any]]:
    newest = matching(source.rows, text).order_by("-id")
    return newest.values(
        hit_register=Value(source.register, output_field=CharField()),
        hit_id=F("id"),
        hit_number=F("number"),
        hit_title=F("title"),
        hit_created_at=F("created_at"),
    )[:limit]
