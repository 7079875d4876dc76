"""Counted twice a year and frozen once: stocktakes with their differences, baselines with their signatures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.releases.course import working_day
from govops.demo.history.world import NEVER, Story, World
from govops.kernel import moment
from govops.modules.assets.actions import counting
from govops.modules.assets.actions.counting import Seen
from govops.modules.assets.choices import CountedBy, LineResult
from govops.modules.assets.models import StocktakeDifference, StocktakeLine
from govops.modules.configuration.models import ConfigurationItem

KEEPER, SECOND = "asset_officer", "service_level_manager"


def tell(world: World, plant: Plant) -> None:
    first = (
        ("full", "年度资产全面盘点", 178, 9),
        ("spot", "年上半年资产抽查", 235, 4),
        ("spot", "年下半年资产抽查", 2, 0),
    )
    for kind, name, back, days in first:
        if world.today - timedelta(days=back) > world.first + timedelta(days=8):
            world.begin(_stocktake(world, plant, kind, name, back, days))
    world.begin(_baseline(world, plant, "年度配置基线", "yearly", 305, "all"))
    world.begin(_baseline(world, plant, "年汛前核心网络基线", "other", 170, "type"))
    world.begin(_baseline(world, plant, "年末配置基线", "yearly", 3, "all"))


def _stocktake(world: World, plant: Plant, kind: str, name: str, back: int, days: int) -> Story:
    day = (
        working_day(world, world.today - timedelta(days=back))
        if back > 6
        else world.last_working_days(back)[-1]
    )
    yield world.at(day, 9, 10)
    people = world.bureau.people
    counters = [people[who].pk for who in (KEEPER, "support_l2", "sunhaoran", "mr_manager")]
    data = {
        "kind": kind, "name": f"{day.year} {name}", "share": 10, "begins_on": day.isoformat(), "ends_on": (day + timedelta(days=max(days, 7) + 3)).isoformat(),
        "counters": counters, "note": "分楼层、分机房清点，扫描标签；贵重设备核对序列号。",
    }  # fmt: skip
    stocktake: Any = world.perform(world.create("stocktake", data, by=KEEPER), "start", by=KEEPER)
    yield world.soon(200, 400)
    _walk_through(world, plant, stocktake, part=1.0 if days else 0.55)
    if not days:
        yield NEVER
    yield world.at(working_day(world, day + timedelta(days=days)), 16)
    stocktake = world.perform(stocktake, "finish", by=KEEPER)
    yield from _settled(world, stocktake)


def _walk_through(world: World, plant: Plant, stocktake: Any, part: float) -> None:
    """Most are where they should be, read from a workbook; a few are not, and are scanned one by one."""
    lines = list(
        StocktakeLine.objects.filter(stocktake=stocktake).select_related("item__type").order_by("pk")
    )
    seen = lines[: int(len(lines) * part)]
    odd = [line for line in seen if line.item and line.item.type.code == "personal_computer"][5:75:14]
    lost = (
        [line.pk for line in seen if line.item and line.item.type.code in ("printer", "telephone")][9:40:29]
        if part == 1
        else []
    )
    missing = {*lost, *(line.pk for line in odd)}
    StocktakeLine.objects.filter(pk__in=[line.pk for line in seen if line.pk not in missing]).update(
        result=LineResult.FOUND,
        counted_at=moment.now(),
        counted_by=world.bureau.people["support_l2"],
        way=CountedBy.SHEET,
    )
    place = ConfigurationItem.objects.get(pk=plant.ids["store"])
    for line in odd:
        counting.count(
            stocktake,
            line.number,
            Seen(place=place, note="已搬到备件库，未办交接。"),
            actor=world.actor("support_l2"),
        )


def _settled(world: World, stocktake: Any) -> Story:
    """Each difference gets a decision, and a second person's yes."""
    for difference in StocktakeDifference.objects.filter(stocktake=stocktake).order_by("pk"):
        yield world.soon(30, 160)
        is_missing = difference.kind == LineResult.MISSING
        words = (
            "清点时借出使用，三日后归还，台账无误。"
            if is_missing
            else "处室调整时自行搬动，未办手续，按实际位置更正。"
        )
        told: dict[str, Any] = {"decision": "keep" if is_missing else "correct", "explanation": words}
        told |= {"item": difference.item, "location": difference.location, "custodian": difference.custodian}
        changed = world.perform(difference, "decide", by=KEEPER, **told)
        changed = world.perform(changed, "submit", by=KEEPER)
        yield world.soon(20, 120)
        world.perform(changed, "approve", by=SECOND, opinion="情况属实。")
    yield world.soon(60, 300)
    words = "账实基本相符，差异已全部处理；各处室调整设备须先办交接单。"
    world.perform(stocktake, "close", by=KEEPER, conclusion=words)


def _baseline(world: World, plant: Plant, name: str, occasion: str, back: int, scope: str) -> Story:
    if world.today - timedelta(days=back) <= world.first + timedelta(days=1):
        return
    day = (
        working_day(world, world.today - timedelta(days=back))
        if back > 6
        else world.last_working_days(back)[-1]
    )
    yield world.at(day, 15, 20)
    data = {
        "name": f"{day.year} {name}", "occasion": occasion, "scope": scope, "type": plant.types["core_network"] if scope == "type" else None,
        "note": "核对后定格，作为今后比较和审计的依据。",
    }  # fmt: skip
    baseline = world.create("baseline", data, by="configuration_manager", submit=True)
    if back < 6:
        yield NEVER
    yield world.soon(120, 600)
    world.perform(baseline, "approve", by="info_center", opinion="同意定格。")
