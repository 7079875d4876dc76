"""R-CI-01 and R-CI-02: one code each; what is in service changes for a reason, by a paper that exists."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from govops.kernel.access.actor import SYSTEM
from govops.kernel.access.answers import Refused
from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue
from govops.kernel.registers import doors, site
from govops.modules.configuration import models
from govops.modules.configuration.parameters import REASON_REQUIRED
from tests.promises.doors import Door
from tests.promises.world import World


@pytest.mark.rule("R-CI-01")
def test_every_item_has_a_number_of_its_own(item: Any) -> None:
    first, second = item("甲"), item("乙")
    assert first.number != second.number
    with pytest.raises(IntegrityError), transaction.atomic():
        models.ConfigurationItem.objects.filter(pk=second.pk).update(number=first.number)


@pytest.mark.rule("R-CI-01")
def test_an_asset_number_names_one_item(item: Any, change: Any) -> None:
    first = item("甲", asset_number="zc-001")
    assert first.asset_number == "ZC-001"
    with pytest.raises(Refused, match=f"已登记在 {first.number}") as told:
        item("乙", asset_number="ZC-001")
    assert (told.value.rule, told.value.field) == ("R-CI-01", "asset_number")


@pytest.mark.rule("R-CI-02")
def test_an_item_in_service_does_not_change_without_a_reason_and_a_paper(
    item: Any, change: Any, paper: str
) -> None:
    one = item()
    with pytest.raises(Refused, match="变更原因") as told:
        change(one, name="改名")
    assert told.value.rule == "R-CI-02"
    with pytest.raises(Refused, match="依据单号"):
        change(one, name="改名", reason="用户改名")
    with pytest.raises(Refused, match="没有编号为“BG-2020-9999”的单据"):
        change(one, name="改名", reason="用户改名", reference="BG-2020-9999")
    assert change(one, name="改名", reason="用户改名", reference=paper.lower()).name == "改名"


@pytest.mark.rule("R-CI-02")
def test_an_item_does_not_vouch_for_its_own_change(item: Any, change: Any) -> None:
    one = item()
    with pytest.raises(Refused, match="没有编号为"):
        change(one, name="改名", reason="用户改名", reference=one.number)


@pytest.mark.rule("R-CI-02")
def test_each_change_needs_a_reason_of_its_own(item: Any, change: Any, why: dict[str, str]) -> None:
    one = change(item(), name="改名", **why)
    assert (one.reason, one.reference) == ("", "")
    with pytest.raises(Refused, match="变更原因"):
        change(one, name="又改名")


def test_what_lies_in_stock_changes_freely_and_a_form_without_changes_is_no_change(
    item: Any, change: Any
) -> None:
    assert change(item(enters_as="stock"), name="改名").name == "改名"
    one = item("乙")
    assert change(one, name="乙").version == one.version


@pytest.mark.rule("R-CI-02")
@pytest.mark.parametrize("door", ["page", "api", "import"])
def test_no_door_changes_it_without(
    door: str, item: Any, cast: Any, actor: Any, client_of: Any, paper: str
) -> None:
    one = item()
    world = World(cast, actor, client_of)
    said = Door(world, door).change(one, {"name": "改名"}, by="configuration_manager")
    assert not said.ok
    assert "变更原因" in said.words
    one.refresh_from_db()
    assert one.name == "一号服务器"
    why = {"name": "改名", "reason": "用户改名", "reference": paper}
    assert Door(world, door).change(one, why, by="configuration_manager").ok


@pytest.mark.rule("R-CI-02")
def test_nor_does_a_job(item: Any, why: dict[str, str]) -> None:
    one, register = item(), site.get("configuration_item")
    with pytest.raises(Refused, match="变更原因"):
        doors.update(register, one.pk, {"name": "改名"}, actor=SYSTEM, version=None)
    assert doors.update(register, one.pk, {"name": "改名", **why}, actor=SYSTEM, version=None).name == "改名"


@pytest.mark.rule("R-CI-02")
def test_a_paper_that_is_named_exists_whatever_the_state(
    item: Any, change: Any, do: Any, relate: Any, paper: str
) -> None:
    wrong = {"reason": "到货更正", "reference": "BG-2020-9999"}
    one, other = item(enters_as="stock"), item("乙", enters_as="stock")
    for refused in (
        lambda: item("丙", **wrong),
        lambda: change(one, name="改名", **wrong),
        lambda: do(one, "send_repair", **wrong),
        lambda: relate(one, other, **wrong),
    ):
        with pytest.raises(Refused, match="没有编号为“BG-2020-9999”的单据") as told:
            refused()
        assert told.value.field == "reference"
    assert change(one, name="改名", reason="到货更正", reference=paper).name == "改名"


def test_what_a_relation_joins_does_not_change(
    item: Any, relate: Any, change: Any, why: dict[str, str]
) -> None:
    relation = relate(item("甲"), item("乙"), **why)
    with pytest.raises(Refused, match="请解除此关系") as told:
        change(relation, target=item("丙").pk, **why)
    assert told.value.field == "target"


@pytest.mark.rule("R-CI-02")
def test_moves_of_an_item_in_service_say_why_too(item: Any, do: Any, why: dict[str, str]) -> None:
    one = item()
    with pytest.raises(Refused, match="依据单号"):
        do(one, "send_repair", reason="风扇异响")
    with pytest.raises(Refused, match="没有编号为"):
        do(one, "send_repair", reason="风扇异响", reference="SJ-2026-000001")
    moved = do(one, "send_repair", **why)
    assert (moved.state, moved.reason, moved.reference) == ("repair", "", "")


@pytest.mark.rule("R-CI-02")
def test_relations_of_what_is_in_service_say_why_too(
    item: Any, relate: Any, change: Any, do: Any, why: Any
) -> None:
    application, host = item("门户"), item("主机")
    with pytest.raises(Refused, match="变更原因"):
        relate(application, host)
    relation = relate(application, host, **why)
    with pytest.raises(Refused, match="变更原因"):
        change(relation, note="双网卡")
    with pytest.raises(Refused, match=r"变更原因|依据单号"):
        do(relation, "dissolve", reason="迁移")
    assert do(relation, "dissolve", **why).state == "ended"


def test_while_a_bureau_records_what_it_has_the_reason_may_be_left_out(item: Any, change: Any) -> None:
    ParameterValue.objects.create(key=REASON_REQUIRED.key, value=False)
    catalogue.forget()
    assert change(item(), name="改名").name == "改名"


@pytest.mark.rule("R-CI-02")
def test_history_keeps_before_and_after_the_reason_and_the_paper(
    item: Any, change: Any, why: Any, cast: Any
) -> None:
    one = item()
    change(one, name="改名", values=json.dumps({"memory": 64}), **why)
    first, second = models.History.objects.filter(register="configuration_item", record_id=one.pk).order_by(
        "id"
    )
    assert (first.until, second.until) == (second.since, None)
    assert second.changed["name"] == ["一号服务器", "改名"]
    assert second.changed["values"] == [{}, {"memory": 64}]
    assert (second.reason, second.reference) == (why["reason"], why["reference"])
    assert second.by == cast.people["configuration_manager"]
