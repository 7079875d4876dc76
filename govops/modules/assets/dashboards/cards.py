"""一物一卡: one thing with its facts, what is written off each year, and whose it has been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import Person, Unit
from govops.kernel.printing.forms import Table
from govops.kernel.records.visibility import visible
from govops.modules.assets.choices import HandOverKind, HandOverState, LineResult
from govops.modules.assets.depreciation import Terms, Year, net_value, schedule
from govops.modules.assets.models import CustodyCheck, HandOver, Stocktake, StocktakeLine
from govops.modules.assets.parameters import years
from govops.modules.assets.things import money
from govops.modules.configuration.public import History, ItemState

_MOST = 50


@dataclass(frozen=True)
class Tenure:
    """From when until when (None: still) a thing was whose, in which state, and by which paper it came there."""

    since: datetime
    until: datetime | None
    custodian: str
    unit: str
    state: str
    reference: str


@dataclass(frozen=True)
class Card:
    """All that the card says, for its page and its print."""

    net: Decimal | None
    years: list[Year]
    #: what it was still worth when it was scrapped
    lost: Decimal
    tenures: list[Tenure]
    papers: list[tuple[str, str, str]]
    checks: list[CustodyCheck]


def card(item: Any, actor: Actor, on: date) -> Card:
    """Four queries, however long its life."""
    terms = Terms.in_force()
    checks = CustodyCheck.objects.filter(item=item).select_related("person").order_by("-year", "-id")[:_MOST]
    planned = schedule(item, terms)
    lost = planned[-1].net if planned and item.scrapped_on else Decimal(0)
    until = min(on, item.scrapped_on) if item.scrapped_on else on
    return Card(
        net_value(item, until, terms), planned, lost, tenures(item), _papers(item, actor), list(checks)
    )


def tenures(item: Any) -> list[Tenure]:
    """Its custodians, units and states one after the other, the present first; what changed nothing of these is passed over."""
    rows = History.objects.filter(register="configuration_item", record_id=item.pk).order_by("-since")
    found = list(rows.values_list("since", "until", "facts", "reference")[: 10 * _MOST])[::-1]
    names = _names(found)
    states = dict(ItemState.choices)
    made: list[Tenure] = []
    for since, until, facts, reference in found:
        person, unit = (names.get((name, _id(facts, name)), "") for name in ("custodian", "owner_unit"))
        words = (person, unit, str(states.get(str(facts.get("state")), "")))
        if made and (made[-1].custodian, made[-1].unit, made[-1].state) == words:
            made[-1] = Tenure(made[-1].since, until, *words, made[-1].reference)
        else:
            made.append(Tenure(since, until, *words, reference))
    return made[::-1][:_MOST]


def _names(rows: list[Any]) -> dict[tuple[str, int | None], str]:
    """(field, id) → the name of the person or unit; one query."""
    ids = {
        name: {pk for _since, _until, facts, _reference in rows if (pk := _id(facts, name)) is not None}
        for name in ("custodian", "owner_unit")
    }
    people = (
        Person.objects.filter(pk__in=ids["custodian"])
        .order_by()
        .values_list(Value("custodian"), "pk", "name")
    )
    units = (
        Unit.objects.filter(pk__in=ids["owner_unit"])
        .order_by()
        .values_list(Value("owner_unit"), "pk", "short_name")
    )
    return {(field, pk): name for field, pk, name in people.union(units, all=True)}


def _id(facts: dict[str, Any], name: str) -> int | None:
    value = facts.get(name)
    return value if isinstance(value, int) else None


def _papers(item: Any, actor: Actor) -> list[tuple[str, str, str]]:
    """(day, words, address) of its hand-overs and counts, the newest first; one query."""
    handed = visible(
        HandOver.objects.filter(items__contains=[item.pk], state=HandOverState.DONE),
        actor,
        register="hand_over",
    )
    papers = handed.order_by().annotate(of=Value("hand_over"), day=Coalesce("done_at", "updated_at"))
    seen = visible(Stocktake.objects.all(), actor, register="stocktake").order_by().values("pk")
    lines = StocktakeLine.objects.filter(item=item, counted_at__isnull=False, stocktake__in=seen).order_by()
    counts = lines.annotate(of=Value("stocktake"), day=F("counted_at"))
    rows = papers.values_list("of", "pk", "number", "kind", "giver__name", "receiver__name", "day").union(
        counts.values_list("of", "stocktake", "stocktake__number", "result", Value(""), Value(""), "day"),
        all=True,
    )
    newest = sorted(rows, key=lambda row: row[-1], reverse=True)[:_MOST]
    return [
        (day_words(day), _paper_words(of, number, kind, giver, receiver), f"/r/{of}/{pk}/")
        for of, pk, number, kind, giver, receiver, day in newest
    ]


def _paper_words(of: str, number: str, kind: str, giver: str, receiver: str) -> str:
    if of == "stocktake":
        return f"盘点：{LineResult(kind).label}（{number}）"
    return f"{HandOverKind(kind).label}：{giver}交{receiver}（{number}）"


def day_words(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""


def facts_of(item: Any, made: Card) -> list[dict[str, Any]]:
    """The head of the card (the cells of `ui/definition.html`)."""
    life = item.depreciation_years or years(item.type.object_class)
    pairs = (
        ("配置项编号", item.number), ("资产编号", item.asset_number), ("财务卡片号", item.finance_card), ("类型", item.type.name),
        ("品牌型号", f"{item.brand} {item.model_name}".strip()), ("序列号", item.serial_number),
        ("责任部门", item.owner_unit.name), ("责任人", item.custodian.name if item.custodian else ""),
        ("位置", item.location.name if item.location else ""), ("状态", ItemState(item.state).label),
        ("资金来源", item.get_funding_display()), ("购置日期", _day(item.purchased_on)), ("供应商", item.supplier), ("合同编号", item.contract_number),
        ("合同止", _day(item.contract_until)), ("保修期止", _day(item.warranty_until)),
        ("原值（元）", money(item.original_value)), ("净值（元）", money(made.net)), ("折旧年限", f"{life} 年"), ("报废日期", _day(item.scrapped_on)),
    )  # fmt: skip
    return [{"label": label, "value": value} for label, value in pairs]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def tables(made: Card) -> list[Table]:
    """The tables of the card: title, columns, rows of words, widths (as the printed form takes them)."""
    whole = sum((one.written for one in made.years), Decimal(0))
    worth = [
        [str(one.year), str(one.months), money(one.written), money(one.accumulated), money(one.net)]
        for one in made.years
    ]
    if made.lost:
        worth.append(["报废核销", "", money(made.lost), money(whole + made.lost), money(Decimal(0))])
        whole += made.lost
    if worth:
        worth.append(["合计", str(sum(one.months for one in made.years)), money(whole), "", ""])
    held = [
        [
            f"{day_words(one.since)} 至 {day_words(one.until) or '今'}",
            one.custodian,
            one.unit,
            one.state,
            one.reference,
        ]
        for one in made.tenures
    ]
    said = [
        [
            str(one.year),
            one.person.name,
            "在手中" if one.is_here else "不在手中",
            one.note,
            day_words(one.said_at),
        ]
        for one in made.checks
    ]
    return [
        {"title": "折旧计划", "columns": ["年度", "月数", "本年折旧（元）", "累计折旧（元）", "年末净值（元）"], "rows": worth, "widths": [1, 1, 2, 2, 2]},
        {"title": "保管沿革", "columns": ["起止", "责任人", "责任部门", "状态", "依据单号"], "rows": held, "widths": [3, 1.5, 2, 1.2, 2]},
        {"title": "年度自查", "columns": ["年度", "责任人", "结果", "说明", "确认日期"], "rows": said, "widths": [1, 1.5, 1.5, 3, 1.5]},
    ]  # fmt: skip
