"""R-CI-03: no notebook in the intranet, whichever way one tries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from govops.kernel.access.answers import Refused
from govops.modules.configuration import models
from tests.promises.doors import Door
from tests.promises.world import World

MANAGER = "configuration_manager"


@pytest.mark.rule("R-CI-03")
@pytest.mark.parametrize("door", ["page", "api", "import"])
def test_no_door_registers_one(door: str, cast: Any, actor: Any, client_of: Any, notebook: Any) -> None:
    data = {
        "name": "一号笔记本", "type": notebook.pk, "owner_unit": cast.units["XXZX"].pk, "network_zone": "intranet", "enters_as": "stock",
        "importance": "normal",
    }  # fmt: skip
    said = Door(World(cast, actor, client_of), door).write("configuration_item", data, by=MANAGER)
    assert not said.ok
    assert "笔记本类设备不得登记到政务内网" in said.words
    assert not models.ConfigurationItem.objects.exists()


@pytest.mark.rule("R-CI-03")
def test_a_type_below_a_notebook_is_one_too(item: Any, type_of: Any, notebook: Any) -> None:
    thin = type_of("ultrabook", "超薄本", "desktop", parent=notebook.pk)
    with pytest.raises(Refused, match="笔记本类设备") as told:
        item("薄", thin, network_zone="intranet")
    assert told.value.rule == "R-CI-03"


@pytest.mark.rule("R-CI-03")
def test_none_is_moved_there(item: Any, notebook: Any, change: Any, do: Any, cast: Any, why: Any) -> None:
    one = item("本", notebook, enters_as="stock")
    with pytest.raises(Refused, match="笔记本类设备"):
        change(one, network_zone="intranet")
    custodian = cast.people[MANAGER]
    with pytest.raises(Refused, match="笔记本类设备"):
        do(one, "issue", custodian=custodian, network_zone="intranet", reason="领用")
    used = do(one, "issue", custodian=custodian, network_zone="internet", reason="领用")
    with pytest.raises(Refused, match="笔记本类设备"):
        do(used, "relocate", custodian=custodian, network_zone="intranet", **why)


@pytest.mark.rule("R-CI-03")
def test_nothing_in_the_intranet_becomes_one(item: Any, notebook: Any, change: Any, type_of: Any) -> None:
    desktop = type_of("personal_computer", "台式机", "desktop")
    inside = item("台", desktop, network_zone="intranet", enters_as="stock")
    with pytest.raises(Refused, match="笔记本类设备"):
        change(inside, type=notebook.pk)
    with pytest.raises(Refused, match=f"有 1 个此类配置项（{inside.number}）") as told:
        change(desktop, is_portable=True)
    assert told.value.rule == "R-CI-03"
    with pytest.raises(Refused, match="不能列为笔记本类"):
        change(desktop, parent=notebook.pk)


@pytest.mark.rule("R-CI-03")
def test_nor_by_proposal(item: Any, create: Any, notebook: Any, do: Any, paper: str) -> None:
    one = item("本", notebook, network_zone="internet")
    made = create(
        "item_proposal", item=one.pk, reason="改网", reference=paper, changes=[{"field": "所在网络", "before": "", "after": "政务内网"}],
    )  # fmt: skip
    with pytest.raises(Refused, match="笔记本类设备不得登记到政务内网"):
        do(made, "submit")


@pytest.mark.rule("R-CI-03")
def test_the_database_refuses_it_last(item: Any, notebook: Any, type_of: Any) -> None:
    one = item("本", notebook, network_zone="internet")
    rows = models.ConfigurationItem.objects.filter(pk=one.pk)
    with pytest.raises(IntegrityError, match="笔记本类设备不得登记到政务内网"), transaction.atomic():
        rows.update(network_zone="intranet")
    desktop = type_of("personal_computer", "台式机", "desktop")
    inside = item("台", desktop, network_zone="intranet")
    with pytest.raises(IntegrityError, match="不能列为笔记本类"), transaction.atomic():
        models.ItemType.objects.filter(pk=desktop.pk).update(is_portable=True)
    with pytest.raises(IntegrityError, match="不能列为笔记本类"), transaction.atomic():
        models.ItemType.objects.filter(pk=desktop.pk).update(parent=notebook.pk)
    with pytest.raises(IntegrityError, match="笔记本类设备不得登记到政务内网"), transaction.atomic():
        models.ConfigurationItem.objects.filter(pk=inside.pk).update(type=notebook.pk)
    copy = models.ConfigurationItem(
        network_zone="intranet", type=notebook, number="PZX-X", owner_unit=one.owner_unit
    )
    with pytest.raises(IntegrityError, match="笔记本类设备不得登记到政务内网"), transaction.atomic():
        copy.save()
