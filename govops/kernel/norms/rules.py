"""Rules: guards that cite their article.

    @rule("R-MR-02", cites="S4§3", level="M", title="外宾、港澳台来访须保卫保密与外事共同批准")
    def foreign_visitors_need_both(entry, ...) -> Answer: ...

A rule answers `Allowed()` or `Denied("为什么，怎么办")`. Whoever enforces it turns the denial into a refusal that carries the
rule's id, so the page 规范对照 can count how often it refused.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from govops.kernel.access.answers import Denied

Level = Literal["M", "S", "N", "D"]
LEVELS = {"M": "强制", "S": "直接推出", "N": "规范", "D": "建议"}
F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class Rule:
    """One hard rule of norms.md §1.12, and the guards that enforce it."""

    id: str
    cites: tuple[str, ...]
    level: Level
    title: str
    enforced_by: list[str] = field(default_factory=list)


_rules: dict[str, Rule] = {}


def declare(id: str, *, cites: str | tuple[str, ...], level: Level, title: str, by: str) -> Rule:
    """Put a rule in the catalogue; `by` says what enforces it (a guard, a database constraint, the shape of a process)."""
    articles = (cites,) if isinstance(cites, str) else tuple(cites)
    known = _rules.setdefault(id, Rule(id, articles, level, title))
    if (known.cites, known.level, known.title) != (articles, level, title):
        raise ValueError(f"{id} is declared twice with different words")
    if by not in known.enforced_by:
        known.enforced_by.append(by)
    return known


def rule(id: str, *, cites: str | tuple[str, ...], level: Level, title: str) -> Callable[[F], F]:
    """Mark a guard as the enforcement of a rule; its denials carry the rule's id."""

    def mark(guard: F) -> F:
        declare(id, cites=cites, level=level, title=title, by=f"{guard.__module__}.{guard.__qualname__}")

        @functools.wraps(guard)
        def asked(*args: Any, **kwargs: Any) -> Any:
            answer = guard(*args, **kwargs)
            if isinstance(answer, Denied) and not answer.rule:
                return replace(answer, rule=id)
            return answer

        asked.rule_id = id  # type: ignore[attr-defined]
        return asked  # type: ignore[return-value]

    return mark


def all_rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda r: r.id)


def get(id: str) -> Rule | None:
    return _rules.get(id)
