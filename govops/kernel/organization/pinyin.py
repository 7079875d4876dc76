"""Pinyin of names, so that people are found by what one types."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def pinyin_of(name: str) -> str:
    """`李建国` → `lijianguo`."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name)).lower()[:120]


@lru_cache(maxsize=4096)
def initials_of(name: str) -> str:
    """`李建国` → `ljg`."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:30]
