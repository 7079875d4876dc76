"""Readings and their limits; alerts and their ends (S4§5, S4§7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import declare, rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.seats import Seat
from govops.modules.machine_room import seats
from govops.modules.machine_room.choices import AlertKind, CleaningKind, ShiftState
from govops.modules.machine_room.models import DutyShift
from govops.modules.machine_room.parameters import (
    HUMIDITY_HIGH,
    HUMIDITY_LOW,
    TEMPERATURE_HIGH,
    TEMPERATURE_LOW,
)

DAILY = "每日温湿度记录缺失=漏检"
declare("R-MR-10", cites="S4§7", level="M", title=DAILY, by="machine_room.obligations")


@dataclass(frozen=True)
class Limits:
    """Between which values a room should be, both ends included."""

    temperature_low: float
    temperature_high: float
    humidity_low: float
    humidity_high: float

    @classmethod
    def of(cls, room: Any) -> Limits:
        """The room's own limits, else the parameters."""

        def either(own: Decimal | None, key: str) -> float:
            return float(own) if own is not None else float(parameters.value(key))

        return cls(
            either(room.temperature_low, TEMPERATURE_LOW.key),
            either(room.temperature_high, TEMPERATURE_HIGH.key),
            either(room.humidity_low, HUMIDITY_LOW.key),
            either(room.humidity_high, HUMIDITY_HIGH.key),
        )

    def faults(self, temperature: float, humidity: float) -> dict[str, str]:
        """Alert kind → sentence for each reading outside."""
        found = {}
        if not self.temperature_low <= temperature <= self.temperature_high:
            words = f"温度 {temperature:g} ℃，超出 {self.temperature_low:g}～{self.temperature_high:g} ℃"
            found[AlertKind.TEMPERATURE.value] = words
        if not self.humidity_low <= humidity <= self.humidity_high:
            words = f"相对湿度 {humidity:g} %，超出 {self.humidity_low:g}～{self.humidity_high:g} %"
            found[AlertKind.HUMIDITY.value] = words
        return found


def faults_of(patrol: Any, limits: Limits) -> dict[str, str]:
    """Everything the patrol found wrong: readings out of limits, and what was marked 异常."""
    found = limits.faults(float(patrol.temperature), float(patrol.humidity))
    if items := patrol.abnormal_items():
        found[AlertKind.CONDITION.value] = f"{'、'.join(items)}异常：{patrol.abnormality}"[:200]
    return found


def limits_are_in_order(room: Any, deed: Deed) -> Answer:
    limits = Limits.of(room)
    if limits.temperature_low >= limits.temperature_high:
        return Denied("“温度下限”应低于“温度上限”，请核对（留空的一项按系统参数）。", field="temperature_low")
    if limits.humidity_low >= limits.humidity_high:
        return Denied("“湿度下限”应低于“湿度上限”，请核对（留空的一项按系统参数）。", field="humidity_low")
    return Allowed()


def what_is_wrong_is_told(patrol: Any, deed: Deed) -> Answer:
    items = patrol.abnormal_items()
    if (items or patrol.has_unrelated_items) and not patrol.abnormality.strip():
        what = "、".join([*items, *(["存放无关物品"] if patrol.has_unrelated_items else [])])
        return Denied(f"{what}：请填写“异常描述”。", field="abnormality")
    return Allowed()


@rule("R-MR-10", cites="S4§7", level="M", title=DAILY)
def stands_after_its_day(patrol: Any, deed: Deed) -> Answer:
    """A reading is put right on the day it was written down; afterwards it stands."""
    if (
        patrol.pk is None
        or timezone.localtime(patrol.created_at).date() >= timezone.localtime(deed.at).date()
    ):
        return Allowed()
    return Denied("往日的记录不能修改；如有差错，请另行补录并在“处理”中说明。")


def reviewer_is_another(patrol: Any, deed: Deed) -> Answer:
    person = deed.actor.person
    if person is not None and person.pk in {patrol.patroller_id, patrol.created_by_id}:
        return Denied("不能复核自己的巡检记录，请由其他机房管理人员复核。")
    return Allowed()


def cleaning_is_complete(cleaning: Any, deed: Deed) -> Answer:
    """S4§5: nothing unrelated lies about, nobody smoked or ate; or the remark says what was found."""
    if (cleaning.no_unrelated_items and cleaning.no_food_or_smoke) or cleaning.remark.strip():
        return Allowed()
    kind = CleaningKind(cleaning.kind).label
    return Denied(
        f"{kind}时发现无关物品或吸烟、饮食痕迹的，请在“发现的问题及处理”中写明；没有发现请勾选两项。",
        field="remark",
    )


@rule("R-MON-01", cites="S4§7", level="D", title="告警不得无处理结论关闭")
def closed_with_a_conclusion(alert: Any, deed: Deed) -> Answer:
    if len(alert.conclusion.strip()) >= 2:
        return Allowed()
    return Denied("没有处理结论不能关闭告警；请写明原因、处理办法和结果。", field="conclusion")


def looks_after(alert: Any) -> Seat:
    """Which seat answers for the alert: security for entries, the room's managers for the rest."""
    return seats.SECURITY if alert.kind == AlertKind.ENTRY else seats.MANAGER


def answers_for_it(alert: Any, deed: Deed) -> Answer:
    """The seat, the room's own manager, or (but for entries) who is on duty there today."""
    person = deed.actor.person
    if person is None:
        return Denied("请以本人账户登录办理。")
    seat = looks_after(alert)
    if any(holder.pk == person.pk for holder in seat.holders(alert)):
        return Allowed()
    if alert.kind == AlertKind.ENTRY:
        return Denied(f"只有{seat.title}可以办理。")
    on_duty = DutyShift.objects.filter(
        machine_room=alert.machine_room_id, day=timezone.localtime(deed.at).date(), person=person
    ).exclude(state__in=(ShiftState.ABSENT, ShiftState.CANCELLED))
    if person.pk == alert.machine_room.manager_id or on_duty.exists():
        return Allowed()
    return Denied("只有机房管理人员或当日值班人员可以办理。")
