"""The first day of the configuration database: everything is entered, and related by a change of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from govops.demo.history.catalogue import Catalogue
from govops.demo.history.changes.cases import QUIET
from govops.demo.history.data_centre import draw, loading
from govops.demo.history.data_centre.loading import KEEPER, Plant
from govops.demo.history.world import World
from govops.kernel import moment

REASON = "配置库建库普查"


def build(world: World, made: Catalogue) -> Plant:
    """Types and items, then relations under the number of the change that brings them in."""
    plant = Plant(draw(world.first, world.today))
    with moment.at(world.at(world.first, 8, 20)):
        loading.enter_types(world, plant)
        loading.enter_items(world, plant, made)
    change = _asked_for(world, plant)
    begin = world.at(world.first, 10)
    with moment.at(begin):
        change = world.perform(change, "begin", by=KEEPER)
    with moment.at(begin + timedelta(minutes=95)):
        loading.enter_relations(world, plant, plant.estate.ties, reason=REASON, reference=change.number)
        words = "按普查结果录入全部关系，逐类抽查与实物、配置文件一致。"
        change = world.perform(
            change,
            "report",
            by=KEEPER,
            implementation=words,
            test_result="影响分析与值班经验相符。",
            result="success",
        )
    _checked(world, change)
    return plant


def _asked_for(world: World, plant: Plant) -> Any:
    people = world.bureau.people
    with moment.at(world.at(world.first, 8, 40)):
        data = {
            "subject": REASON, "kind": "normal", "reason": "建立资源配置库，普查设备、系统及其关系。", "source_kind": "project", **QUIET,
            "items": plant.some("room_a", "room_b"), "plan": "分机房、网络、系统、办公终端四组普查，录入配置项和关系，逐类抽查。",
            "test_plan": "抽查一成配置项，与实物核对。", "backout_plan": "录入有误的关系逐条解除，配置项更正并保留历史，一天内完成。",
            "planned_from": _local(world, 9, 50), "planned_to": _local(world, 17, 30), "implementer": people[KEEPER].pk, "verifier": people["support_l3"].pk,
            "conflict_words": "建库首日尚未排班，由机房管理人员到场配合。",
        }  # fmt: skip
        change = world.create("change_request", data, by=KEEPER, submit=True)
    with moment.at(world.at(world.first, 9, 5)):
        words = {
            "impact_services": "不影响业务，只登记现状。",
            "impact_users": "用户无感。",
            "assessment": "只登记现状，不改动设备，同意。",
        }
        change = world.perform(
            change,
            "assess",
            by="change_manager",
            assessed_level=change.risk_level,
            impact_cost="无",
            impact_security="不涉及。",
            **words,
        )
        change = world.perform(change, "approve", by="change_manager", opinion="同意。")
    with moment.at(world.at(world.first, 9, 30)):
        change = world.perform(change, "approve", by="info_center", opinion="同意建库。")
        return world.perform(
            change, "schedule", by="change_manager", schedule_words="建库首日，机房管理人员到场配合。"
        )


def _checked(world: World, change: Any) -> None:
    with moment.at(world.at(world.first, 16, 20)):
        words = "抽查机柜、网络、系统各一成，与实物和配置文件一致。"
        change = world.perform(change, "verify", by="support_l3", verification=words, item_checks=[])
    with moment.at(world.at(world.first, 17)):
        change = world.perform(
            change, "look_back", by="change_manager", review="按期完成，后续由变更单维护配置库。"
        )
        world.perform(change, "close", by="change_manager")


def _local(world: World, hour: int, minute: int) -> str:
    return timezone.localtime(world.at(world.first, hour, minute)).strftime("%Y-%m-%dT%H:%M")
