"""R-CI-02: controlled items change by a proposal that a second person approves."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.modules.configuration import models

SECOND = "change_manager"


@pytest.fixture
def core(item: Any, switch: Any) -> models.ConfigurationItem:
    return item("核心交换机一", switch, item_version="1.0")


@pytest.fixture
def proposal(create: Any, core: Any, paper: str) -> Any:
    changes = [{"field": "版本", "before": "", "after": "2.0"}]
    return create("item_proposal", item=core.pk, reason="升级", reference=paper, changes=changes)


@pytest.mark.rule("R-CI-02")
def test_a_controlled_item_in_use_does_not_change_at_once(
    core: Any, change: Any, do: Any, cast: Any, why: Any
) -> None:
    with pytest.raises(Refused, match="受控类型") as told:
        change(core, name="改名", **why)
    assert told.value.rule == "R-CI-02"
    with pytest.raises(Refused, match="受控类型"):
        do(core, "relocate", custodian=cast.people["support_l2"], **why)


@pytest.mark.rule("R-CI-02")
def test_approved_by_a_second_person_it_changes(
    proposal: Any, core: Any, do: Any, paper: str, cast: Any
) -> None:
    assert proposal.changes == [{"field": "版本", "before": "1.0", "after": "2.0"}]
    do(proposal, "submit")
    with pytest.raises(Refused):
        do(proposal, "approve", "configuration_manager")
    done = do(proposal, "approve", SECOND)
    core.refresh_from_db()
    assert (done.state, core.item_version) == ("applied", "2.0")
    last = models.History.objects.get(register="configuration_item", record_id=core.pk, until__isnull=True)
    assert (last.reason, last.reference) == ("升级", paper)
    assert last.by == cast.people["configuration_manager"]


@pytest.mark.rule("R-CI-02")
def test_a_stale_proposal_is_refused_with_the_way_out(proposal: Any, core: Any, do: Any, why: Any) -> None:
    do(proposal, "submit")
    do(core, "send_repair", **why)
    with pytest.raises(Refused, match="在提议之后已被修改"):
        do(proposal, "approve", SECOND)


def test_a_proposal_rests_on_a_paper_and_names_fields_that_exist(create: Any, core: Any, paper: str) -> None:
    rows = [{"field": "版本", "before": "", "after": "2.0"}]
    with pytest.raises(Refused, match="没有编号为"):
        create("item_proposal", item=core.pk, reason="升级", reference="BG-2026-999999", changes=rows)
    with pytest.raises(Refused, match="没有“重量”这一栏目"):
        create(
            "item_proposal",
            item=core.pk,
            reason="升级",
            reference=paper,
            changes=[{"field": "重量", "before": "", "after": "2"}],
        )


def test_the_form_of_the_item_makes_a_proposal(core: Any, client_of: Any, paper: str, cast: Any) -> None:
    client = client_of("configuration_manager")
    address = f"/m/configuration/items/{core.pk}/propose/"
    assert client.get(address).status_code == 200
    posted = {
        "name": core.name, "type": core.type_id, "importance": "vital", "item_version": "1.0", "owner_unit": core.owner_unit_id,
        "custodian": core.custodian_id, "network_zone": "extranet", "enters_as": "in_use", "secrecy_level": "1", "reason": "定级",
        "reference": paper,
    }  # fmt: skip
    assert client.post(address, posted).status_code == 302
    made = models.ItemProposal.objects.get()
    assert made.changes == [{"field": "重要程度", "before": "一般", "after": "核心"}]
    assert client.post(address, posted | {"importance": "normal"}).status_code == 422
