"""窗口冲突: what else happens in the planned window, and whether that forbids it or asks for a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Value, When
from django.utils import timezone

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.models import Record
from govops.modules.change.choices import (
    ASKED,
    CHANGING,
    RESERVED,
    ChangeKind,
    ChangeState,
    ConflictKind,
    FreezeScope,
    FreezeState,
)
from govops.modules.change.models import ChangeFreeze, ChangeRequest
from govops.modules.change.rules.reach import Names, Surroundings, Touch, with_subtypes
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.machine_room.public import days_without_duty

LONGEST = timedelta(days=14)
#: windows that are looked at besides, those of the same items first
_MOST_LOOKED_AT = 60
HARD, WARN = "hard", "warn"


@dataclass(frozen=True)
class Conflict:
    """One thing in the way, and along which relations. A hard one forbids the window; any other asks for a typed word."""

    kind: ConflictKind
    words: str
    number: str = ""
    is_hard: bool = False
    way: str = ""

    def row(self) -> dict[str, str]:
        """As it is kept on the change."""
        level = HARD if self.is_hard else WARN
        return {
            "kind": self.kind.value,
            "words": self.words[:300],
            "way": self.way[:500],
            "number": self.number,
            "level": level,
        }

    @property
    def told(self) -> str:
        """In one line: what, which way, which paper."""
        way = f"（{self.way}）" if self.way else ""
        number = f"（{self.number}）" if self.number else ""
        return f"{self.words}{way}{number}"


def conflicts_of(change: Any) -> list[Conflict]:
    """Everything in the way of the planned window, the hard ones first; the number of statements does not grow with the rows."""
    found = [*_unknown(change), *_freezes(change), *_other_changes(change), *_duty(change)]
    return sorted(found, key=lambda one: not one.is_hard)


def _span(begin: Any, end: Any) -> str:
    first, last = timezone.localtime(begin), timezone.localtime(end)
    return (
        f"{first:%m-%d %H:%M} 至 {last:%H:%M}"
        if first.date() == last.date()
        else f"{first:%m-%d %H:%M} 至 {last:%m-%d %H:%M}"
    )


def _named(record: Record, words: str) -> str:
    """The words of another change, unless they are discreet."""
    return "" if record.is_restricted or record.secrecy_level > 1 else words


def freezes_over(change: Any) -> list[ChangeFreeze]:
    """The freezes in force that cover some part of the window and some item of the change."""
    overlapping = ChangeFreeze.objects.filter(
        state=FreezeState.ACTIVE, begins_at__lt=change.planned_to, ends_at__gt=change.planned_from
    ).order_by("begins_at")
    found = list(overlapping)
    if not any(freeze.scope != FreezeScope.ALL for freeze in found):
        return found
    touched = list(
        ConfigurationItem.objects.filter(pk__in=change.items).values_list("network_zone", "type_id")
    )
    return [freeze for freeze in found if _covers(freeze, touched)]


def _covers(freeze: ChangeFreeze, touched: list[tuple[str, int]]) -> bool:
    if freeze.scope == FreezeScope.ZONES:
        return any(zone in freeze.zones for zone, _type in touched)
    if freeze.scope == FreezeScope.TYPES:
        types = with_subtypes(freeze.item_types)
        return any(type_id in types for _zone, type_id in touched)
    return True


def _unknown(change: Any) -> Iterable[Conflict]:
    if not change.items:
        yield Conflict(ConflictKind.UNKNOWN, "未列出配置项，无法判断与其他变更、冻结期有没有冲突")


def _freezes(change: Any) -> Iterable[Conflict]:
    is_emergency = change.kind == ChangeKind.EMERGENCY
    for freeze in freezes_over(change):
        exception = f"（例外：{freeze.exceptions}）" if freeze.exceptions else ""
        words = f"“{freeze.name}”冻结期 {_span(freeze.begins_at, freeze.ends_at)}{exception}"
        yield Conflict(ConflictKind.FREEZE, words, freeze.number, is_hard=not is_emergency)


def _other_changes(change: Any) -> Iterable[Conflict]:
    ids = list(change.items)
    others = _at_the_same_time(change) if ids else []
    apart = [other for other in others if not set(ids) & set(other.items)]
    touching = _touching(ids, apart)
    for other in others:
        if same := set(ids) & set(other.items):
            words = f"{_said(other)} 也改动 {len(same)} 个相同配置项"
            yield Conflict(ConflictKind.SAME_ITEM, words, other.number, is_hard=other.state in CHANGING)
        elif other.pk in touching:
            yield touching[other.pk]


def _at_the_same_time(change: Any) -> list[ChangeRequest]:
    """The changes whose windows are reserved or asked for at that time; one statement by the index of the windows."""
    same = Case(When(items__overlap=sorted(change.items), then=Value(0)), default=Value(1))
    rows = ChangeRequest.objects.filter(
        state__in=(*RESERVED, *ASKED),
        planned_from__lt=change.planned_to,
        planned_from__gt=change.planned_from - LONGEST,
        planned_to__gt=change.planned_from,
    )
    return list(rows.exclude(pk=change.pk).order_by(same, "planned_from", "id")[:_MOST_LOOKED_AT])


def _touching(ids: Sequence[int], others: Sequence[ChangeRequest]) -> dict[int, Conflict]:
    """Those of the others that this change makes feel it, that it feels, or that take the last redundancy with it."""
    if not others:
        return {}
    around = Surroundings({*ids, *(pk for other in others for pk in other.items)})
    felt, feels, together = {}, {}, {}
    for other in others:
        if touch := around.touch(ids, other.items):
            felt[other] = touch
        elif touch := around.touch(other.items, ids):
            feels[other] = touch
        elif touch := around.only_together(ids, other.items):
            together[other] = touch
    names = Names([*felt.values(), *feels.values(), *together.values()], around.relations)
    found = [
        _related(one, names.way(touch), f"改动的“{names.of(touch.item)}”受本单影响")
        for one, touch in felt.items()
    ]
    found += [
        _related(one, names.way(touch), f"影响本单的“{names.of(touch.item)}”") for one, touch in feels.items()
    ]
    found += [_redundant(one, touch, around, names) for one, touch in together.items()]
    return dict(found)


def _related(other: ChangeRequest, way: str, words: str) -> tuple[int, Conflict]:
    return other.pk, Conflict(ConflictKind.DEPENDANT, f"{_said(other)} {words}", other.number, way=way)


def _redundant(
    other: ChangeRequest, touch: Touch, around: Surroundings, names: Names
) -> tuple[int, Conflict]:
    needed, members = around.redundancy(touch)
    words = f"{_said(other)} 与本单同时进行则冗余不够：“{names.of(touch.item)}”{members} 个中至少要有 {needed} 个可用"
    return other.pk, Conflict(ConflictKind.REDUNDANCY, words, other.number, way=names.way(touch))


def _said(other: ChangeRequest) -> str:
    """已排期的变更“X”11-25 20:00 至 22:00."""
    title = f"“{other.subject}”" if _named(other, other.subject) else ""
    state = ChangeState(other.state).label
    return f"{state}的变更{title}{_span(other.planned_from, other.planned_to)}"


def _duty(change: Any) -> Iterable[Conflict]:
    first, last = (timezone.localtime(at).date() for at in (change.planned_from, change.planned_to))
    if last < first or change.planned_to - change.planned_from > LONGEST:
        return
    if gaps := days_without_duty(first, last):
        shown = "、".join(f"{day.month}月{day.day}日" for day in gaps[:5])
        yield Conflict(ConflictKind.NO_DUTY, f"{shown}机房没有排班值班，出了情况无人接应")


# --- guards ----------------------------------------------------------------------------------------------------------


def window_is_in_order(change: Any, deed: Deed) -> Answer:
    """The window ends after it begins, and is no longer than two weeks."""
    if change.planned_to <= change.planned_from:
        return Denied("“计划结束”应晚于“计划开始”，请核对。", field="planned_to")
    if change.planned_to - change.planned_from > LONGEST:
        return Denied(f"一个变更窗口最长 {LONGEST.days} 天，请分几张单安排。", field="planned_to")
    if change.template is not None and change.planned_to - change.planned_from > timedelta(
        hours=change.template.longest_hours
    ):
        return Denied(
            f"所选模板的窗口最长 {change.template.longest_hours} 小时，请缩短，或按一般变更填写。",
            field="planned_to",
        )
    return Allowed()


def window_is_ahead(change: Any, deed: Deed) -> Answer:
    """计划窗口还没有过去（紧急变更补单除外）."""
    if change.has_begun or change.planned_to > deed.at:
        return Allowed()
    return Denied("计划窗口已经过去，请另定“计划开始”和“计划结束”。", field="planned_to")


def explained_by(field: str) -> Any:
    """Guard: no hard conflict, and every warning is explained in `field`; once begun, the freeze it began in."""

    def guard(change: Any, deed: Deed) -> Answer:
        if change.has_begun:
            return _freeze_is_explained(change, field)
        found = conflicts_of(change)
        if hard := next((one for one in found if one.is_hard), None):
            return Denied(_forbidden(hard), field="planned_from")
        if found and len(getattr(change, field).strip()) < 6:
            told = "；".join(one.told for one in found[:3])
            title = change._meta.get_field(field).verbose_name
            return Denied(
                f"窗口有须说明的情况：{told}。仍要安排的，请在“{title}”写明已知悉和怎样处理。", field=field
            )
        return Allowed()

    guard.__name__ = f"conflicts_are_explained_in_{field}"
    guard.__doc__ = "窗口没有硬冲突；须说明的情况已经说明."
    return guard


def _freeze_is_explained(change: Any, field: str) -> Answer:
    """The paper of an emergency says why it could not wait for the end of a freeze."""
    began_in = next((row for row in change.known_conflicts if row["kind"] == ConflictKind.FREEZE), None)
    if began_in is None or len(getattr(change, field).strip()) >= 6:
        return Allowed()
    title = change._meta.get_field(field).verbose_name
    return Denied(
        f"本单是在{began_in['words']}内紧急实施的，请在“{title}”写明为什么不能等到冻结期结束。", field=field
    )


def nothing_forbids(change: Any, deed: Deed) -> Answer:
    """新窗口没有硬冲突."""
    hard = next((one for one in conflicts_of(change) if one.is_hard), None)
    return Denied(_forbidden(hard), field="planned_from") if hard else Allowed()


def no_freeze_has_begun(change: Any, deed: Deed) -> Answer:
    """排期之后公布的冻结期同样有效."""
    if change.kind == ChangeKind.EMERGENCY:
        return Allowed()
    now = next((one for one in freezes_over(change) if one.begins_at <= deed.at < one.ends_at), None)
    if now is None:
        return Allowed()
    return Denied(
        f"现在是“{now.name}”冻结期（{_span(now.begins_at, now.ends_at)}），不得开始实施；请办理“改期”。"
    )


def _forbidden(conflict: Conflict) -> str:
    way = (
        "请避开冻结期；确属紧急的按紧急变更办理"
        if conflict.kind == ConflictKind.FREEZE
        else "请另选时间，或与对方协调"
    )
    number = f"（{conflict.number}）" if conflict.number else ""
    return f"窗口不能安排：{conflict.words}{number}。{way}。"


def freeze_is_in_order(freeze: Any, deed: Deed) -> Answer:
    if freeze.ends_at > freeze.begins_at:
        return Allowed()
    return Denied("“冻结结束”应晚于“冻结开始”，请核对。", field="ends_at")


def freeze_names_its_scope(freeze: Any, deed: Deed) -> Answer:
    """A narrower scope says what it covers."""
    if freeze.scope == FreezeScope.ZONES and not freeze.zones:
        return Denied("请选择“冻结网络”，或把冻结范围改为全部配置项。", field="zones")
    if freeze.scope == FreezeScope.TYPES and not freeze.item_types:
        return Denied("请选择“冻结类型”，或把冻结范围改为全部配置项。", field="item_types")
    return Allowed()
