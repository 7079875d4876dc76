"""What a person types, as a PostgreSQL ``tsquery``: every word must occur, exactly as it is written."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Expression, Model, QuerySet

from govops.kernel.search.bigrams import OVERFLOW, Run, quoted, runs

M = TypeVar("M", bound=Model)

MAX_QUERY = 200
"""Characters of a query that are looked at."""

MAX_WORDS = 16
"""Words of a query that are looked at."""

PREFIX = ":*"


def words(text: str) -> list[list[Run]]:
    """The words of a query; each is the list of runs that must follow each other without a gap."""
    grouped: list[list[Run]] = []
    for run in runs(text[:MAX_QUERY]):
        if grouped and grouped[-1][-1].end == run.position:
            grouped[-1].append(run)
        else:
            grouped.append([run])
    return grouped[:MAX_WORDS]


def _tokens(word: list[Run]) -> list[tuple[str, int]]:
    """The lexemes of a word as tsquery operands with their positions."""
    operands: list[tuple[str, int]] = []
    for index, run in enumerate(word):
        is_last = index == len(word) - 1
        if not run.is_cjk or len(run.text) == 1:
            operands.append((quoted(run.text) + (PREFIX if is_last else ""), run.position))
        else:
            pairs = [run.text[i : i + 2] for i in range(len(run.text) - 1)]
            operands.extend((quoted(pair), run.position + i) for i, pair in enumerate(pairs))
    return operands


def _word_query(word: list[Run]) -> str:
    operands = _tokens(word)
    phrase, before = operands[0]
    for token, position in operands[1:]:
        phrase += f" <{position - before}> {token}"
        before = position
    if len(operands) > 1:
        parts = " & ".join(dict.fromkeys(token for token, _ in operands))
        phrase = f"(({phrase}) | ({quoted(OVERFLOW)} & {parts}))"
    last = operands[-1][0]
    # The planner takes any prefix to match 0.1 % of the rows or more, and would walk a big table for one.
    # Asking twice changes nothing but squares that guess; for a common prefix it stays high, as it should.
    return f"({phrase} & {last})" if last.endswith(PREFIX) else phrase


def query_literal(text: str) -> str:
    """The ``tsquery`` literal of what a person typed; empty when it holds no word at all."""
    return " & ".join(dict.fromkeys(_word_query(word) for word in words(text)))


class BigramQuery(Expression):
    """A ``tsquery`` made from plain text; an operand of ``search_vector=`` filters and of ``SearchRank``."""

    def __init__(self, text: str) -> None:
        super().__init__(output_field=SearchQueryField())
        self.literal = query_literal(text)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str, ...]]:
        return "%s::tsquery", (self.literal,)

    def __repr__(self) -> str:
        return f"BigramQuery({self.literal!r})"


def query(text: str) -> BigramQuery | None:
    """The query expression for what a person typed, or None when it holds no word."""
    expression = BigramQuery(text)
    return expression if expression.literal else None


def matching(queryset: QuerySet[M], text: str) -> QuerySet[M]:
    """The rows whose ``search_vector`` holds every word of the text.

    A blank text narrows nothing; a text of signs only (``★``) finds nothing.
    """
    if not text.strip():
        return queryset
    expression = query(text)
    return queryset.none() if expression is None else queryset.filter(search_vector=expression)
