"""What the lists of tickets keep beyond their own fields: what is late at this moment."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from govops.kernel import moment
from govops.kernel.registers.narrowing import Narrowing, declare
from govops.modules.service_desk.models import OPEN_INCIDENT, OPEN_REQUEST, about_items

#: `?overdue=1`
OVERDUE = "overdue"
_OPEN: dict[str, tuple[str, ...]] = {"incident": OPEN_INCIDENT, "service_request": OPEN_REQUEST}


def overdue(register: str) -> Q:
    """Open, its clock running, its deadline past: the condition of the index of the queue by deadline."""
    return Q(state__in=_OPEN[register], is_paused=False, due_at__lt=moment.now())


def _condition(register: str) -> Callable[[str], Q]:
    def condition(value: str) -> Q:
        if value != "1":
            raise ValueError(value)
        return overdue(register)

    return condition


def _words(value: str) -> str:
    return "尚未解决"


def _about(value: str) -> Q:
    """`?about_item=12`: the tickets of one item."""
    if not value.isdecimal() or len(value) > 18:
        raise ValueError(value)
    return about_items([int(value)])


def _one(value: str) -> str:
    return "所选的一项"


for _register in _OPEN:
    declare(
        Narrowing(
            _register,
            OVERDUE,
            "已超时",
            _condition(_register),
            words=_words,
            looks_at=("is_paused", "due_at"),
        ),
        Narrowing(_register, "about_item", "配置项", _about, words=_one, looks_at=("items",)),
    )
