"""Attributes that refer: people, units and records named by what people write, kept in words that name them once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from govops.kernel.access.actor import Actor
from govops.kernel.attributes import targets
from govops.kernel.organization.models import Unit
from govops.kernel.records import row_people
from govops.kernel.records.visibility import visible


def resolve(to: str, words: Iterable[str], *, actor: Actor | None = None) -> dict[str, str]:
    """Word → how the one it names is written: 张三（0012）, 规划处（GHC）, a record's number. Missing: nobody, or not unique.

    One query for all words. With `actor`, records that the actor may not see are not found.
    """
    target = targets.find(to)
    wanted = {word.strip() for word in words}
    if target is None or not wanted:
        return {}
    if target is targets.PERSON:
        found = row_people.named(wanted)
        return {word: row_people.written(rows[0]) for word, rows in found.items() if len(rows) == 1}
    if target is targets.UNIT:
        return _units(wanted)
    rows = target.model._default_manager.filter(number__in={word.upper() for word in wanted})
    if actor is not None:
        rows = visible(rows, actor, register=target.code)
    numbers = set(rows.values_list("number", flat=True))
    return {word: word.upper() for word in wanted if word.upper() in numbers}


def _units(wanted: set[str]) -> dict[str, str]:
    codes = {_inside(word) or word for word in wanted}
    units = Unit.objects.filter(Q(code__in=codes) | Q(short_name__in=wanted) | Q(name__in=wanted))
    by_word: dict[str, set[str]] = {}
    for unit in units:
        written = f"{unit.short_name}（{unit.code}）"
        for word in (unit.code, unit.short_name, unit.name, written):
            by_word.setdefault(word, set()).add(written)
    return {word: next(iter(by_word[word])) for word in wanted if len(by_word.get(word, ())) == 1}


def _inside(word: str) -> str:
    """GHC of 规划处（GHC）."""
    return word[word.rfind("（") + 1 : -1] if word.endswith("）") and "（" in word else ""
