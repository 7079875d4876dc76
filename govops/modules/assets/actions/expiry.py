"""Reminders of what soon ends: each date at each distance once, to its custodian, the head of its unit, the managers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from govops.kernel import moment
from govops.kernel.messages import kinds as messages
from govops.kernel.messages.sending import tell
from govops.kernel.organization import people
from govops.kernel.organization.models import Unit
from govops.modules.assets.choices import ExpiryKind
from govops.modules.assets.expiring import Expiring, days_words, expiring
from govops.modules.assets.models import ExpiryReminder
from govops.modules.assets.parameters import remind_days
from govops.modules.assets.seats import KEEPER, MANAGER, UNIT_HEAD
from govops.modules.configuration.public import ConfigurationItem

#: an end that was never reminded of is told once more afterwards, for so many days
_LATE = 7

messages.declare(
    messages.MessageKind(
        code="asset_expiry", name="资产到期", when="保修、合同、证书或许可将要到期，告知责任人、责任部门主管领导和配置经理",
        title="{事项}{说明}：{名称}", text="到期日 {到期日}。请及时续保、续签或更换，并更新台账。",
        words=(
            messages.Word("事项", "什么到期", "保修"), messages.Word("说明", "还有几天", "还有 30 天"),
            messages.Word("名称", "哪些资产", "核心交换机等 3 项"), messages.Word("到期日", "到期的日期", "2026-12-22"),
        ),
    )
)  # fmt: skip


def distance(days: int, steps: Sequence[int]) -> int | None:
    """The step (90, 60, 30, 7) within which `days` falls, 0 when it has passed; None while it is farther than all."""
    if days < 0:
        return 0
    return min((step for step in steps if days <= step), default=None)


def remind(today: date | None = None) -> int:
    """Tell what has come near and was not told yet; answers how many dates were told."""
    today = today or moment.today()
    steps = remind_days()
    if not steps:
        return 0
    near = expiring(ConfigurationItem.objects.all(), today, max(steps), since=_LATE)
    due = [(one, step) for one in near if (step := distance(one.days, steps)) is not None]
    with transaction.atomic():
        fresh = _not_told(due)
        ExpiryReminder.objects.bulk_create(
            ExpiryReminder(item_id=one.item_id, kind=one.kind, due=one.due, days=step) for one, step in fresh
        )
        _tell(one for one, _step in fresh)
    return len(fresh)


def _not_told(due: list[tuple[Expiring, int]]) -> list[tuple[Expiring, int]]:
    ids = [one.item_id for one, _step in due]
    told = set(ExpiryReminder.objects.filter(item_id__in=ids).values_list("item_id", "kind", "due", "days"))
    return [(one, step) for one, step in due if (one.item_id, one.kind.value, one.due, step) not in told]


def _tell(fresh: Iterable[Expiring]) -> None:
    """One message for what ends on the same day in the same way and has the same custodian."""
    groups: dict[tuple[ExpiryKind, date, int, int | None, int], list[Expiring]] = defaultdict(list)
    for one in fresh:
        groups[one.kind, one.due, one.days, one.custodian_id, one.unit_id].append(one)
    heads = _heads({unit for *_rest, unit in groups})
    managers = [person.pk for seat in (MANAGER, KEEPER) for person in people.holders(seat.code)]
    for (kind, due, days, custodian, unit), ends in groups.items():
        first = ends[0].number if ends[0].is_discreet else ends[0].name
        name = first if len(ends) == 1 else f"{first}等 {len(ends)} 项"
        readers = dict.fromkeys([*([custodian] if custodian else []), *heads.get(unit, ()), *managers])
        values = {"事项": str(kind.label), "说明": days_words(days), "名称": name, "到期日": due.isoformat()}
        tell("asset_expiry", readers, values, register="configuration_item", record_id=ends[0].item_id)


def _heads(units: set[int]) -> dict[int, list[int]]:
    """Unit → who heads it, or the unit above."""
    rows = Unit.objects.in_bulk(units)
    return {pk: [one.pk for one in people.holders(UNIT_HEAD.code, unit=unit)] for pk, unit in rows.items()}
