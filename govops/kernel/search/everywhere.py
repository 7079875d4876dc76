"""One question to all registers: the newest hits of each, merged newest first, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, QuerySet, Value

from govops.kernel.search.queries import matching, query, query_literal

MAX_LIMIT = 200
#: a word that stands for the one that is looked for
_SAMPLE = "样本 standsforaword 样本"
_COLUMNS = ("hit_register", "hit_id", "hit_number", "hit_title", "hit_created_at")
_SAMPLE_LITERAL = query_literal(_SAMPLE)


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


class Everywhere:
    """The newest ``limit`` records of all sources that hold every word of a text.

    One UNION ALL of one small newest-first query a register, so that a common word costs a short walk
    down each primary key and a rare one a look into each index. Composed once, which takes longer than asking;
    the database plans anew each time, because the way depends on how common the word is.
    """

    def __init__(self, sources: Iterable[Source], *, limit: int = 20) -> None:
        by_code = {source.register: source for source in sources}
        self._titles = {code: source.title for code, source in by_code.items()}
        limit = max(1, min(limit, MAX_LIMIT))
        branches = [_branch(source, limit) for source in by_code.values()]
        self._sql, self._values = _composed(branches, limit)

    def __call__(self, text: str) -> list[Hit]:
        """The hits, newest first; none for a text without a word."""
        if not self._sql or query(text) is None:
            return []
        wanted = query_literal(text)
        with connection.cursor() as cursor:
            cursor.execute(
                self._sql, [wanted if value == _SAMPLE_LITERAL else value for value in self._values]
            )
            return [
                Hit(register, self._titles[register], record_id, number, title, created_at)
                for register, record_id, number, title, created_at in cursor.fetchall()
            ]


def _composed(branches: list[QuerySet[Any, Any]], limit: int) -> tuple[str, tuple[Any, ...]]:
    if not branches:
        return "", ()
    merged = branches[0]
    if len(branches) > 1:
        merged = merged.union(*branches[1:], all=True).order_by("-hit_created_at", "-hit_id")[:limit]
    try:
        sql, values = merged.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return intern(sql), tuple(values)


def _branch(source: Source, limit: int) -> QuerySet[Any, Any]:
    newest = matching(source.rows, _SAMPLE).order_by("-id")
    return newest.annotate(
        hit_register=Value(source.register, output_field=CharField()),
        hit_id=F("id"),
        hit_number=F("number"),
        hit_title=F("title"),
        hit_created_at=F("created_at"),
    ).values_list(*_COLUMNS)[:limit]
