"""R-CI-02: controlled items change by a proposal that a second person approves."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.registers import site
from govops.modules.configuration import hooks, models

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


@pytest.fixture
def approved(core: Any, paper: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The reason and the number of a change that is approved and names the core switch."""

    def tickets(ids: Any) -> list[hooks.OpenTicket]:
        return [
            hooks.OpenTicket("change_request", 1, paper, "更换", "/r/change_request/1/", pk)
            for pk in ids
            if pk == core.pk
        ]

    monkeypatch.setattr(hooks, "approved_changes", [lambda number: number == paper])
    monkeypatch.setattr(hooks, "open_tickets", [tickets])
    return {"reason": "按变更实施", "reference": paper}


@pytest.mark.rule("R-CI-02")
@pytest.mark.parametrize("channel", ["page", "api"])
@pytest.mark.parametrize("verb", ["send_repair", "put_aside"])
def test_a_controlled_item_does_not_leave_service_by_one_persons_hand(
    core: Any, do: Any, why: Any, verb: str, channel: str
) -> None:
    with pytest.raises(Refused, match="不能由一人直接办理") as told:
        do(core, verb, channel=channel, **why)
    assert told.value.rule == "R-CI-02"
    core.refresh_from_db()
    assert core.state == "in_use"


@pytest.mark.rule("R-CI-02")
def test_nor_does_it_come_back_or_end_so(
    core: Any, do: Any, approved: dict[str, str], why: Any, cast: Any, monkeypatch: Any
) -> None:
    do(core, "send_repair", **approved)
    monkeypatch.setattr(hooks, "approved_changes", [])
    monkeypatch.setattr(hooks, "open_tickets", [])
    with pytest.raises(Refused, match="不能由一人直接办理"):
        do(core, "repaired", **why)
    type(core).objects.filter(pk=core.pk).update(state="idle")
    for verb in ("wipe", "scrap"):
        with pytest.raises(Refused, match="不能由一人直接办理"):
            do(core, verb, **why)
    with pytest.raises(Refused, match="不能由一人直接办理"):
        do(core, "use_again", custodian=cast.people["support_l2"], network_zone="extranet", **why)


@pytest.mark.rule("R-CI-02")
def test_a_controlled_item_in_stock_goes_into_service_by_agreement(
    item: Any, switch: Any, do: Any, cast: Any, why: Any
) -> None:
    spare = item("备用核心交换机", switch, enters_as="stock")
    with pytest.raises(Refused, match="不能由一人直接办理"):
        do(spare, "issue", custodian=cast.people["support_l2"], network_zone="extranet", **why)
    assert do(spare, "send_repair", **why).state == "repair"


@pytest.mark.rule("R-CI-02")
def test_an_approved_change_must_name_the_item(
    core: Any, do: Any, approved: dict[str, str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(hooks, "open_tickets", [])
    with pytest.raises(Refused, match="列有此配置项的变更单"):
        do(core, "put_aside", **approved)


@pytest.mark.rule("R-CI-02")
def test_the_bulk_bar_does_not_go_round_it(core: Any, client_of: Any, paper: str) -> None:
    page = client_of("configuration_manager").post(
        "/r/configuration_item/bulk/put_aside/", {"ids": [core.pk], "reason": "下架", "reference": paper}
    )
    assert "不能由一人直接办理" in page.content.decode()
    core.refresh_from_db()
    assert core.state == "in_use"


def test_what_has_a_value_in_the_books_is_scrapped_by_request(item: Any, do: Any, why: Any) -> None:
    server = item("旧服务器", original_value="50000")
    do(do(server, "put_aside", **why), "wipe", **why)
    with pytest.raises(Refused, match="请填写《资产报废申请单》"):
        do(server, "scrap", **why)


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
def test_a_stale_proposal_is_refused_with_the_way_out(
    proposal: Any, core: Any, do: Any, approved: dict[str, str]
) -> None:
    do(proposal, "submit")
    do(core, "send_repair", **approved)
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


def test_a_controlled_item_in_service_is_not_edited_at_once(
    core: Any, item: Any, switch: Any, actor: Any, client_of: Any
) -> None:
    register, manager = site.get("configuration_item"), actor("configuration_manager")
    assert register.edited_on(core, manager) is not None
    assert register.edited_on(item("备用交换机", switch, enters_as="stock"), manager) is None
    page = client_of("configuration_manager").get(f"/r/configuration_item/{core.pk}/").content.decode()
    assert f"/m/configuration/items/{core.pk}/propose/" in page
    assert f"/r/configuration_item/{core.pk}/edit/" not in page


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
