"""One question to all registers: the newest hits of each, merged newest first, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
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
_SAMPLE_LITERAL = query_literal(_SAMPLE)
_COLUMNS = ("hit_register", "hit_id", "hit_number", "hit_title", "hit_created_at")


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found."""

    register: str
    register_title: str
    record_id: int
    number: str
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """One register to look in, ready to be asked: a statement of its newest hits without their number.

    `rows` that `composed` is given must already be narrowed to what the asking person may see. Composing takes ten
    times as long as asking: whoever asks often keeps the source and gives it other values.
    """

    register: str
    title: str
    sql: str
    values: tuple[Any, ...]

    @classmethod
    def composed(cls, register: str, title: str, rows: QuerySet[Any]) -> Source:
        """The source of these rows; its statement is empty when there can be none."""
        hits = matching(rows, _SAMPLE).order_by("-id").annotate(
            hit_register=Value(register, output_field=CharField()),
            hit_id=F("id"),
            hit_number=F("number"),
            hit_title=F("title"),
            hit_created_at=F("created_at"),
        )  # fmt: skip
        try:
            sql, values = hits.values_list(*_COLUMNS).query.sql_with_params()
        except EmptyResultSet:
            sql, values = "", ()
        return cls(register, title, intern(sql), tuple(values))


def newest(sources: Sequence[Source], text: str, *, limit: int = 20) -> list[Hit]:
    """The newest `limit` records of all sources that hold every word of a text; none for a text without a word.

    One UNION ALL of one small newest-first query a register, so that a common word costs a short walk down each
    primary key and a rare one a look into each index. The database plans anew each time, because the way depends on
    how common the word is.
    """
    asked = [source for source in sources if source.sql]
    if not asked or query(text) is None:
        return []
    most = max(1, min(limit, MAX_LIMIT))
    wanted = query_literal(text)
    branches = " UNION ALL ".join([f"({source.sql} LIMIT {most})" for source in asked])
    values = [wanted if value == _SAMPLE_LITERAL else value for source in asked for value in source.values]
    titles = {source.register: source.title for source in asked}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({branches}) AS found ORDER BY hit_created_at DESC, hit_id DESC LIMIT {most}",  # noqa: S608 - made by the ORM
            values,
        )
        return [
            Hit(register, titles[register], record_id, number, title, created_at)
            for register, record_id, number, title, created_at in cursor.fetchall()
        ]
