"""What several forms ask."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import Deed, Guard

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def by_the_system(record: Any, deed: Deed) -> Answer:
    """Only the program itself: a job, or the effect of another deed."""
    if deed.actor.is_system:
        return Allowed()
    return Denied("此项由系统自动办理。")


def in_order(first: str, last: str) -> Guard:
    """The moment in field `last` is after the one in field `first`."""

    def guard(record: Any, deed: Deed) -> Answer:
        if getattr(record, last) > getattr(record, first):
            return Allowed()
        early, late = (record._meta.get_field(name).verbose_name for name in (first, last))
        return Denied(f"“{late}”应晚于“{early}”，请核对。", field=last)

    guard.__name__ = f"{first}_before_{last}"
    return guard


def not_in_the_future(name: str) -> Guard:
    """What is recorded as done has happened."""

    def guard(record: Any, deed: Deed) -> Answer:
        if getattr(record, name) <= deed.at:
            return Allowed()
        return Denied(f"“{record._meta.get_field(name).verbose_name}”不能晚于现在，请核对。", field=name)

    guard.__name__ = f"{name}_not_in_the_future"
    return guard


def room_is_active(record: Any, deed: Deed) -> Answer:
    """New forms are for rooms in use."""
    if record.pk or record.machine_room.is_active:
        return Allowed()
    return Denied(f"“{record.machine_room}”已停用，请另选机房。", field="machine_room")


def is_same(person: Person | None, other: Person | None) -> bool:
    return person is not None and other is not None and person.pk == other.pk


def fault_of_identity_number(text: str) -> str:
    """What is wrong with a resident identity number (GB 11643—1999), as a sentence; empty when nothing is."""
    number = text.strip().upper()
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return f"身份证号码应为 18 位（前 17 位为数字，末位为数字或 X），现为 {len(number)} 位，请核对。"
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return f"身份证号码中的出生日期“{number[6:14]}”不存在，请核对。"
    digits = (int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECKS[sum(digits) % 11] != number[17]:
        return "身份证号码的校验位不对，可能有一位写错，请逐位核对。"
    return ""
