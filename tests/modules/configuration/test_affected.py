"""影响分析 on a ticket: the machine computes, people decide, and neither overwrites the other."""

from __future__ import annotations

from typing import Any

import pytest

from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.records import links
from govops.kernel.records.choices import SecrecyLevel
from govops.modules.configuration import hooks
from govops.modules.configuration.actions import assessing
from govops.modules.configuration.models import Affected, ConfigurationItem
from govops.modules.configuration.public import affected_items
from tests.tickets import ticket

HANDLER = "service_desk"


@pytest.fixture
def incident(cast: Any, actor: Any, estate: Any, monkeypatch: Any) -> Any:
    """An open incident linked with the system that the service hangs on."""
    monkeypatch.setattr(hooks, "assessed", {"incident"})
    record = ticket(cast, at="2026-11-23 09:00", state="in_progress")
    links.add(record, estate.system, kind="相关", actor=actor(HANDLER))
    return record


@pytest.fixture
def press(client_of: Any, incident: Any) -> Any:
    """`press("assess")`, `press("mark", item)`: a button of the panel; answers the response."""

    def pressed(act: str, item: Any = None, *, by: str = HANDLER) -> Any:
        data = {"act": act, **({"item": item.pk} if item is not None else {})}
        return client_of(by).post(f"/m/configuration/affected/incident/{incident.pk}/", data)

    return pressed


def rows() -> dict[str, str]:
    return dict(Affected.objects.values_list("item__name", "origin"))


def test_computing_finds_the_service_and_says_the_way(press: Any, estate: Any) -> None:
    page = press("assess").content.decode()
    assert rows() == {"审批服务": "computed"}
    assert "审批服务 ← 依赖 — 审批系统" in page


def test_computing_again_never_overwrites_a_persons_word(press: Any, estate: Any) -> None:
    press("mark", estate.ups_c)
    press("exclude", estate.service)
    press("assess")
    assert rows() == {"UPS C": "manual", "审批服务": "excluded"}
    press("assess")
    assert rows() == {"UPS C": "manual", "审批服务": "excluded"}


def test_what_a_person_marked_carries_the_impact_on(press: Any, estate: Any) -> None:
    press("mark", estate.server_1)
    press("assess")
    assert rows()["数据库 A"] == "computed"


def test_a_word_taken_back_leaves_the_machine_to_decide(press: Any, estate: Any) -> None:
    press("exclude", estate.service)
    press("undo", estate.service)
    assert rows() == {"审批服务": "computed"}
    assert press("undo", estate.service).status_code == 422


def test_what_is_affected_is_what_others_are_told(press: Any, estate: Any, incident: Any) -> None:
    press("mark", estate.ups_c)
    press("exclude", estate.service)
    assert [one.name for one in affected_items(incident)] == ["审批系统", "UPS C"]


def test_a_mark_is_in_the_audit_trail(press: Any, estate: Any, incident: Any) -> None:
    press("mark", estate.ups_c)
    entry = AuditEntry.objects.filter(register="incident", record_id=incident.pk).latest("id")
    assert "人工标记" in entry.summary


def test_who_may_not_write_the_ticket_may_not_mark(
    press: Any, estate: Any, actor: Any, incident: Any
) -> None:
    with pytest.raises(Refused):
        assessing.mark(incident, estate.service, "manual", actor("mr_manager"))
    assert press("assess", by="mr_manager").status_code in {403, 404, 422}
    assert rows() == {}


def test_a_hidden_item_is_counted_but_not_named(press: Any, estate: Any) -> None:
    ConfigurationItem.objects.filter(pk=estate.service.pk).update(secrecy_level=SecrecyLevel.TOP_SECRET)
    page = press("assess").content.decode()
    assert "审批服务" not in page
    assert "另有 1 项您无权查看" in page


@pytest.mark.parametrize("act", ["", "drop", "mark"])
def test_an_unclear_wish_is_refused_with_a_sentence(press: Any, act: str) -> None:
    answer = press(act)
    assert answer.status_code == 422
    assert "请" in answer.content.decode()


def test_the_ticket_page_has_the_panel_and_fetches_it_afterwards(incident: Any, client_of: Any) -> None:
    client = client_of(HANDLER)
    address = f"/m/configuration/affected/incident/{incident.pk}/"
    assert f'hx-get="{address}"' in client.get(f"/r/incident/{incident.pk}/").content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith("<section")
    assert "审批系统" in fragment


@pytest.mark.parametrize("register", ["incident", "service_request", "problem", "change_request"])
def test_tickets_problems_and_changes_keep_a_persons_word_alike(
    estate: Any, actor: Any, register: str
) -> None:
    """Computing again leaves what people said, whatever the paper is."""
    assert register in hooks.assessed
    Affected.objects.create(register=register, record_id=1, item=estate.service, origin="excluded")
    Affected.objects.create(register=register, record_id=1, item=estate.ups_c, origin="manual")
    for _ in range(2):
        assessing.assess(register, 1, [estate.system.pk, estate.database_a.pk], actor("support_l2"))
    said = dict(Affected.objects.filter(register=register, record_id=1).values_list("item__name", "origin"))
    assert (said["审批服务"], said["UPS C"]) == ("excluded", "manual")


def test_registers_that_did_not_ask_have_no_panel(client_of: Any, estate: Any) -> None:
    assert client_of(HANDLER).get(f"/m/configuration/affected/item_relation/{1}/").status_code == 404


def test_what_was_computed_stands_in_the_trail_under_the_papers_number(
    incident: Any, estate: Any, actor: Any
) -> None:
    assessing.assess_record(incident, actor(HANDLER))
    entry = AuditEntry.objects.filter(summary__startswith="计算影响分析").latest("id")
    assert (entry.number, entry.record_id) == (incident.number, incident.pk)
    assert f"{estate.system.number} 失效" in entry.summary
