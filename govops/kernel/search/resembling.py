"""Finding what is like a sentence: rows that share enough of its pairs of characters, the most alike first.

The ordinary search wants every word exactly as typed; somebody who describes a trouble in his own words needs this.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Expression, F, IntegerField, Model, QuerySet

from govops.kernel.search.bigrams import quoted, runs

M = TypeVar("M", bound=Model)

MAX_TEXT = 200
"""Characters of a text that are looked at."""

MAX_TOKENS = 32
"""Tokens of a text that are looked at."""

LEAST_SHARE = 0.3
"""What share of the tokens a row must hold."""

#: pairs that tell nothing about what a sentence is about
COMMON = frozenset(
    [
        "怎么",
        "么办",
        "么样",
        "如何",
        "何办",
        "请问",
        "一下",
        "我的",
        "你好",
        "您好",
        "无法",
        "不能",
        "不了",
        "不上",
        "不到",
        "没有",
        "什么",
        "为什",
        "可以",
        "现在",
        "今天",
        "昨天",
        "有点",
        "这个",
        "那个",
        "问题",
        "出现",
        "一直",
        "还是",
        "是不",
        "不是",
        "需要",
        "帮忙",
        "麻烦",
        "谢谢",
        "时候",
        "已经",
        "就是",
        "了怎",
        "办理",
    ]
)


def tokens(text: str) -> list[str]:
    """The pairs of characters and Latin words of a text, each once, without those that tell nothing."""
    found: dict[str, None] = {}
    for run in runs(text[:MAX_TEXT]):
        if not run.is_cjk:
            found[run.text] = None
            continue
        for at in range(max(1, len(run.text) - 1)):
            found[run.text[at : at + 2]] = None
    telling = [token for token in found if token not in COMMON]
    return telling[:MAX_TOKENS]


class _AnyOf(Expression):
    """A ``tsquery`` that one of the tokens fulfils."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(output_field=SearchQueryField())
        self.words = words

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str, ...]]:
        return "%s::tsquery", (" | ".join(quoted(word) for word in self.words),)


class _Shared(Expression):
    """How many of the tokens a row holds."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(output_field=IntegerField())
        self.words = words
        self.vector = F("search_vector")

    def get_source_expressions(self) -> list[Any]:
        return [self.vector]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.vector,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        vector, params = compiler.compile(self.vector)
        parts = [f"({vector} @@ %s::tsquery)::int" for _ in self.words]
        values = [value for word in self.words for value in (*params, quoted(word))]
        return f"({' + '.join(parts)})", tuple(values)


def resembling(queryset: QuerySet[M], text: str) -> QuerySet[M]:
    """The rows that share at least LEAST_SHARE of the text's tokens, annotated with `shared` (how many), most alike first."""
    words = tokens(text)
    if not words:
        return queryset.none()
    least = max(1, round(len(words) * LEAST_SHARE))
    if len(words) > 2:
        least = max(2, least)
    alike: Any = queryset.filter(search_vector=_AnyOf(words)).annotate(shared=_Shared(words))
    found: QuerySet[M] = alike.filter(shared__gte=least).order_by("-shared", "-id")
    return found
