"""The data centre in the database: entered through the doors, no rule broken, in so many statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext

from govops.demo.bureau import Bureau
from govops.demo.history import catalogue, rooms
from govops.demo.history.changes import year as changes
from govops.demo.history.data_centre import story
from govops.demo.history.data_centre.loading import Plant
from govops.demo.history.data_centre.naming import Naming
from govops.demo.history.releases import year as releases
from govops.demo.history.stock import counting, hand_overs, upkeep
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Denied
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import site
from govops.modules.change.models import ChangeRequest
from govops.modules.configuration.models import ConfigurationItem, History, ItemRelation
from govops.modules.maintenance.models import MaintenanceTask

#: entering 80 types one by one, 1,600 items and 5,900 relations many at a time; each of 230 things in racks asks whether its units are free
MOST_STATEMENTS = 4200


@pytest.fixture
def plant(world: World) -> Plant:
    rooms.build(world)
    made = catalogue.build(world)
    with CaptureQueriesContext(connection) as captured:
        plant = story.build(world, made)
    plant.__dict__["statements"] = len(captured)
    return plant


def broken(code: str, records: Any) -> list[str]:
    """What the guards of a register say against rows that stand."""
    found = []
    deed = Deed(actor=SYSTEM, at=moment.now(), data={"known_to": []})
    for record in records:
        for guard in site.get(code).guards:
            answer = guard(record, deed)
            if isinstance(answer, Denied):
                found.append(f"{record}: {answer.sentence}")
    return found


@pytest.mark.rule("R-CI-01", "R-CI-02", "R-CI-03")
def test_the_data_centre_is_entered_and_breaks_no_rule(world: World, plant: Plant) -> None:
    assert plant.__dict__["statements"] < MOST_STATEMENTS
    assert ConfigurationItem.objects.count() == len(plant.estate.items)
    assert ItemRelation.objects.filter(state="active").count() == len(plant.estate.ties)
    items = ConfigurationItem.objects.select_related("type", "location__type", "custodian", "owner_unit")
    assert broken("configuration_item", items.order_by("?")[:150]) == []
    assert not items.filter(network_zone="intranet", type__is_portable=True).exists()
    twice = (
        items.filter(rack_unit__isnull=False)
        .values("location", "rack_unit")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    assert not twice.exists()
    change = ChangeRequest.objects.get(subject=story.REASON)
    assert change.state == "closed"
    past = History.objects.filter(register="item_relation")
    assert past.count() == past.filter(reference=change.number).count() == len(plant.estate.ties)
    assert not ItemRelation.objects.filter(source=F("target")).exists()


def test_what_people_call_their_things_is_found(world: World, plant: Plant, cast: Bureau) -> None:
    naming = Naming(plant)
    for words in (
        "核心交换机",
        "水资源管理系统",
        "综合办公系统登录服务",
        "工作邮箱",
        "三楼接入交换机",
        "服务器 JW-SRV-04",
        "青河局汇聚链路",
    ):
        assert naming.items(words, "end_user"), words
    own = ConfigurationItem.objects.get(pk=naming.items("302室台式机", "end_user")[0])
    assert own.custodian == cast.people["end_user"]
    assert naming.items("说不清的东西", "end_user") == []


def test_a_fortnight_of_changes_releases_and_upkeep_meets_no_refusal(world: World, plant: Plant) -> None:
    changes.tell(world, plant)
    releases.tell(world, plant)
    for stories in (hand_overs, counting, upkeep):
        stories.tell(world, plant)
    assert world.run() > 20
    assert MaintenanceTask.objects.exists()
    assert {change.state for change in ChangeRequest.objects.all()} <= {
        "closed",
        "scheduled",
        "cancelled",
        "verified",
        "reviewed",
        "implemented",
        "approving",
        "draft",
    }
