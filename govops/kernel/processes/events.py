"""What happened in a process, told after commit to whoever listens (messages, bridges)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Happened:
    """`what`: arrived, decided, finished, urged, circulated, overdue, moved. `people`: ids of those concerned."""

    what: str
    register: str
    record_id: int
    number: str
    title: str
    actor: Actor
    people: tuple[int, ...] = ()
    words: str = ""
    secrecy_level: int = 1
    at: datetime = field(default_factory=moment.now)


_listeners: list[Callable[[Happened], None]] = []


def listen(listener: Callable[[Happened], None]) -> Callable[[Happened], None]:
    """Hear of everything that happens, after commit."""
    _listeners.append(listener)
    return listener


def tell(what: str, run: Any, *, actor: Actor, people: tuple[int, ...] = (), words: str = "") -> None:
    """Tell the listeners once the transaction has committed."""
    news = Happened(
        what=what, register=run.register, record_id=run.record_id, number=run.number, title=run.title,
        actor=actor, people=people, words=words, secrecy_level=run.secrecy_level,
    )  # fmt: skip
    transaction.on_commit(lambda: [listener(news) for listener in _listeners])
