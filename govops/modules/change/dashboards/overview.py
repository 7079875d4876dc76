"""变更概览: the figures of GB/T 28827.1 9.7 over a period, each the way to its records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Count, F, Func, IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from govops.kernel import moment
from govops.kernel.access import table
from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.kernel.web.months import shifted
from govops.modules.change.choices import (
    CHANGING,
    OPEN,
    UNSUCCESSFUL,
    ChangeKind,
    ChangeState,
    Result,
    StandardState,
)
from govops.modules.change.models import ChangeRequest, StandardChange
from govops.modules.change.prefilling import by_template
from govops.modules.configuration.public import ConfigurationItem

MONTHS = 12
TOP = 8
#: drafts are nobody's change yet
COUNTED = tuple(state.value for state in ChangeState if state != ChangeState.DRAFT)
KIND_TONES = {"standard": "green", "normal": "accent", "major": "amber", "emergency": "red"}


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        begin, end = (datetime.combine(day, time()) for day in (self.first, self.last + timedelta(days=1)))
        return timezone.make_aware(begin), timezone.make_aware(end)

    def url(self, **drill: Any) -> str:
        """The list that shows exactly the records of a figure."""
        query = {"state": COUNTED, **drill, "from": self.first.isoformat(), "to": self.last.isoformat()}
        return f"/r/change_request/?{urlencode(query, doseq=True)}"


def _rows(actor: Actor) -> QuerySet[ChangeRequest]:
    rows: QuerySet[ChangeRequest] = visible(
        ChangeRequest.objects.order_by(), actor, register="change_request"
    )
    return rows


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".removesuffix(".0") + "%" if whole else "—"


def overview(actor: Actor, months: int = 3) -> dict[str, Any]:
    """Tiles, indicators, charts and lists; `months` back from today is the period of the indicators."""
    today = moment.today()
    span = Span(shifted(today.replace(day=1), 1 - months), today)
    return {
        "span": span,
        "tiles": _tiles(actor, today),
        "indicators": _indicators(actor, span),
        "charts": _charts(actor, today),
        "items": _most_changed(actor, span),
        "to_come": _to_come(actor),
        "templates": _templates(actor, today),
    }


def _tiles(actor: Actor, today: date) -> list[dict[str, Any]]:
    now = moment.now()
    told = _rows(actor).aggregate(
        open=Count("id", filter=Q(state__in=[s for s in OPEN if s != ChangeState.DRAFT])),
        waiting=Count("id", filter=Q(state=ChangeState.APPROVED)),
        now=Count("id", filter=Q(state__in=CHANGING, planned_from__lte=now, planned_to__gte=now)),
        to_close=Count("id", filter=Q(state__in=(ChangeState.VERIFIED, ChangeState.REVIEWED))),
        unapproved=Count("id", filter=Q(started_at__isnull=False, approved_at__isnull=True)),
        late=Count("id", filter=Q(is_paper_late=True, approved_at__isnull=True)),
    )
    in_hand = urlencode({"state": [s.value for s in OPEN if s != ChangeState.DRAFT]}, doseq=True)
    return [
        {"title": "在办变更", "value": told["open"], "unit": "件", "url": f"/r/change_request/?{in_hand}"},
        {"title": "此刻在窗口中", "value": told["now"], "unit": "件", "tone": "amber" if told["now"] else "", "url": "/m/change/calendar/", "sub": "相关告警可能因此而来"},
        {"title": "待排期", "value": told["waiting"], "unit": "件", "url": "/r/change_request/?state=approved"},
        {"title": "待回顾关闭", "value": told["to_close"], "unit": "件", "url": "/r/change_request/?state=verified&state=reviewed"},
        {
            "title": "未经批准已实施", "value": told["unapproved"], "unit": "件", "tone": "red" if told["unapproved"] else "green",
            "url": "/r/change_request/?unapproved=1", "sub": f"其中补单逾期 {told['late']} 件",
        },
    ]  # fmt: skip


def _indicators(actor: Actor, span: Span) -> list[dict[str, Any]]:
    """N2 9.7c, over the changes registered in the period."""
    begin, end = span.bounds
    rows = _rows(actor).filter(created_at__gte=begin, created_at__lt=end, state__in=COUNTED)
    told: dict[str, int] = rows.aggregate(
        all=Count("id"),
        begun=Count("id", filter=Q(started_at__isnull=False)),
        unapproved=Count("id", filter=Q(started_at__isnull=False, approved_at__isnull=True)),
        reported=Count("id", filter=Q(finished_at__isnull=False)),
        unsuccessful=Count("id", filter=Q(finished_at__isnull=False, result__in=UNSUCCESSFUL)),
        cancelled=Count("id", filter=Q(state=ChangeState.CANCELLED)),
        items=Coalesce(Sum(Func(F("items"), function="cardinality", output_field=IntegerField())), 0),
        emergencies=Count("id", filter=Q(kind=ChangeKind.EMERGENCY)),
        late=Count("id", filter=Q(is_paper_late=True)),
        **{kind.value: Count("id", filter=Q(kind=kind)) for kind in ChangeKind},
    )
    whole = told["all"]
    rows_of = [
        ("变更总数", f"{whole} 件", "期内登记、已提交或已实施的变更", span.url(), whole),
        ("未经批准变更占比", _share(told["unapproved"], told["begun"]), f"未经批准已实施 {told['unapproved']} ÷ 已实施 {told['begun']}", span.url(unapproved="1"), told["unapproved"]),
        ("不成功占比", _share(told["unsuccessful"], told["reported"]), f"部分成功、失败、回退 {told['unsuccessful']} ÷ 已报告结果 {told['reported']}", span.url(result=[r.value for r in UNSUCCESSFUL]), told["unsuccessful"]),
        ("取消占比", _share(told["cancelled"], whole), f"取消 {told['cancelled']} ÷ 总数 {whole}", span.url(state="cancelled"), told["cancelled"]),
        *(
            (f"{kind.label}占比", _share(told[kind.value], whole), f"{told[kind.value]} ÷ 总数 {whole}", span.url(kind=kind.value), told[kind.value])
            for kind in ChangeKind
        ),
        ("变更关联配置数", f"{told['items']} 项", f"平均每件 {told['items'] / whole:.1f} 项" if whole else "期内没有变更", span.url(), told["items"]),
        ("紧急变更补单逾期率", _share(told["late"], told["emergencies"]), f"逾期 {told['late']} ÷ 紧急变更 {told['emergencies']}", span.url(is_paper_late="1"), told["late"]),
    ]  # fmt: skip
    return [
        {"title": title, "value": value, "formula": formula, "url": url, "number": number}
        for title, value, formula, url, number in rows_of
    ]


def _charts(actor: Actor, today: date) -> list[dict[str, Any]]:
    """By kind and by result, month by month."""
    first = shifted(today.replace(day=1), 1 - MONTHS)
    months = [shifted(first, offset) for offset in range(MONTHS)]
    begin, end = Span(first, today).bounds
    rows = _rows(actor).filter(created_at__gte=begin, created_at__lt=end, state__in=COUNTED)
    counted = (
        rows.annotate(month=TruncMonth("created_at")).values("month", "kind").annotate(times=Count("id"))
    )
    by_kind: Counter[tuple[date, str]] = Counter()
    for row in counted:
        by_kind[timezone.localtime(row["month"]).date(), row["kind"]] += row["times"]
    done = _rows(actor).filter(finished_at__gte=begin, finished_at__lt=end).exclude(result="")
    results: Counter[tuple[date, str]] = Counter()
    ended = (
        done.annotate(month=TruncMonth("finished_at")).values("month", "result").annotate(times=Count("id"))
    )
    for one in ended:
        results[timezone.localtime(one["month"]).date(), one["result"]] += one["times"]
    labels = [f"{month.year % 100}年{month.month}月" for month in months]
    return [_kinds(months, labels, by_kind), _success(months, labels, results)]


def _kinds(months: list[date], labels: list[str], found: Counter[tuple[date, str]]) -> dict[str, Any]:
    series = [
        {
            "name": kind.label,
            "values": [found[month, kind.value] for month in months],
            "tone": KIND_TONES[kind.value],
        }
        for kind in ChangeKind
    ]
    links = [Span(month, shifted(month, 1) - timedelta(days=1)).url() for month in months]
    return {
        "id": "chart-kinds", "title": "各类变更", "sub": "近十二个月，按登记月份", "height": "m",
        "data": {"kind": "stack", "categories": labels, "unit": "件", "series": series, "links": links},
        "empty": "近十二个月没有变更。" if not found else "",
    }  # fmt: skip


def _success(months: list[date], labels: list[str], found: Counter[tuple[date, str]]) -> dict[str, Any]:
    good = [found[month, Result.SUCCESS.value] for month in months]
    bad = [sum(found[month, result.value] for result in UNSUCCESSFUL) for month in months]
    rate = [round(100 * g / (g + b), 1) if g + b else None for g, b in zip(good, bad, strict=True)]
    return {
        "id": "chart-success", "title": "实施结果", "sub": "近十二个月，按结束月份", "height": "m",
        "data": {
            "kind": "bar", "categories": labels, "unit": "件", "unit_right": "%", "min_right": 0, "max_right": 100,
            "series": [
                {"name": "成功", "values": good, "kind": "bar", "tone": "green"}, {"name": "不成功", "values": bad, "kind": "bar", "tone": "red"},
                {"name": "成功率", "values": rate, "kind": "line", "axis": "right", "tone": "accent"},
            ],
        },
        "empty": "近十二个月没有完成的变更。" if not found else "",
    }  # fmt: skip


def _most_changed(actor: Actor, span: Span) -> list[dict[str, Any]]:
    """The items that were changed most often in the period, as far as one may see both."""
    begin, end = span.bounds
    rows = _rows(actor).filter(created_at__gte=begin, created_at__lt=end, state__in=COUNTED)
    counted = (
        rows.annotate(item=Func(F("items"), function="unnest", output_field=BigIntegerField()))
        .values_list("item")
        .annotate(times=Count("id"))
    )
    most = counted.order_by("-times", "item")[: TOP * 3]
    times = dict(most)
    seen = visible(ConfigurationItem.objects.filter(pk__in=times), actor, register="configuration_item")
    named = {pk: (number, name) for pk, number, name in seen.values_list("pk", "number", "name")}
    return [
        {"title": named[pk][1], "number": named[pk][0], "times": count, "url": span.url(item=pk)}
        for pk, count in times.items()
        if pk in named
    ][:TOP]


def _to_come(actor: Actor) -> list[dict[str, Any]]:
    rows = _rows(actor).filter(state__in=CHANGING, planned_to__gte=moment.now()).order_by("planned_from")
    return [
        {
            "title": change.subject, "number": change.number, "kind": ChangeKind(change.kind).label, "tone": KIND_TONES[change.kind],
            "at": change.planned_from, "url": f"/r/change_request/{change.pk}/",
        }
        for change in rows.only("subject", "number", "kind", "planned_from")[:TOP]
    ]  # fmt: skip


def _templates(actor: Actor, today: date) -> list[dict[str, Any]]:
    """The templates that may be used today, for whoever may ask for a change."""
    if not table.may(actor, "write", "change_request"):
        return []
    rows = visible(
        StandardChange.objects.filter(state=StandardState.IN_FORCE), actor, register="standard_change"
    )
    usable = rows.filter(review_due__gte=today).order_by("name", "id")[:TOP]
    return [{"title": one.name, "url": by_template(one)} for one in usable]
