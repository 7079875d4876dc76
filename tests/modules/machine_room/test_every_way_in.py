"""What is forbidden is forbidden on the page, through the API, by workbook and by job alike."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.norms.documents import find
from govops.kernel.norms.obligations import all_obligations
from govops.kernel.norms.rules import all_rules
from govops.kernel.processes import engine
from govops.kernel.registers import site
from govops.modules.machine_room import models
from tests.modules.machine_room.conftest import IDENTITY
from tests.moments import at

CHANNELS = ["page", "api", "import", "job"]
MODULE = [one for one in site.all_registers() if one.model._meta.app_label == "machine_room"]


@pytest.mark.rule("R-MR-04")
@pytest.mark.parametrize("channel", CHANNELS)
def test_photography(visit: Any, channel: str) -> None:
    for changes in ({"wants_photography": "1"}, {"purpose": "参观并拍照留念"}):
        with pytest.raises(Refused) as refusal:
            visit(channel=channel, **changes)
        assert (refusal.value.rule, refusal.value.status) == ("R-MR-04", 422)
    assert not models.VisitorEntry.objects.exists()


@pytest.mark.rule("R-MR-11")
@pytest.mark.parametrize("channel", CHANNELS)
def test_prohibited_items(visit: Any, channel: str) -> None:
    with pytest.raises(Refused) as refusal:
        visit(channel=channel, category="visit", prohibited_items=["flammable"], prohibited_reason="想带")
    assert refusal.value.rule == "R-MR-11"


@pytest.mark.rule("R-MR-01")
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    "register", ["visitor_entry", "carry_out_permit", "after_hours_access", "access_card_application"]
)
def test_a_state_in_the_payload(create: Any, cast: Bureau, channel: str, register: str) -> None:
    with pytest.raises(Refused, match="由系统维护") as refusal:
        create(register, by="end_user", channel=channel, state="approved")
    assert refusal.value.status == 422


@pytest.mark.rule("R-MR-01")
@pytest.mark.parametrize("channel", CHANNELS)
def test_moves_before_the_approval(visit: Any, do: Any, channel: str) -> None:
    entry = visit()
    for verb in ("enter", "leave", "archive", "name_escort"):
        with pytest.raises(Refused):
            do(
                entry,
                verb,
                "guard",
                channel=channel,
                escort_confirmed=True,
                items_at_entry="一致",
                items_at_exit="一致",
            )
    assert models.VisitorEntry.objects.get(pk=entry.pk).state == "approving"


@pytest.mark.rule("R-MR-03")
@pytest.mark.parametrize("channel", CHANNELS)
def test_entering_alone(approved_visit: Any, do: Any, channel: str) -> None:
    entry = approved_visit(escort=None)
    with at("2026-11-23 14:05"), pytest.raises(Refused) as refusal:
        do(
            entry,
            "enter",
            "guard",
            channel=channel,
            escort_confirmed=True,
            items_at_entry="一致",
            prohibited_found=[],
        )
    assert refusal.value.rule == "R-MR-03"


def test_ordinary_people_do_not_write_these(cast: Bureau, create: Any) -> None:
    for register in (
        "room_alert",
        "access_card",
        "room_access_log",
        "duty_roster",
        "duty_shift",
        "machine_room",
        "zone",
    ):
        with pytest.raises(Refused, match="写权限") as refusal:
            create(register, by="end_user")
        assert refusal.value.status == 403


def test_administrators_hold_nothing_here(cast: Bureau, actor: Any) -> None:
    for administrator in ("system_admin", "security_admin", "audit_admin"):
        for register in MODULE:
            for operation in table.OPERATIONS:
                assert not table.scope_of(actor(administrator), operation, register.code)


def test_an_unknown_verb_is_answered_with_a_sentence(visit: Any, do: Any) -> None:
    entry = visit()
    for verb in ("open_sesame", "_save", "delete"):
        with pytest.raises(Refused, match="没有"):
            do(entry, verb, "guard")


@pytest.mark.parametrize("register", MODULE, ids=lambda register: register.code)
def test_every_register_says_what_it_is_for(register: Any) -> None:
    assert register.empty.endswith("。")
    assert register.guide.endswith("。")
    assert all(find(code) for code in register.cites)
    assert register.views[-1].query == {}
    states = register.process.states.values if register.process else []
    assert set(register.chip_tones) <= set(states)


@pytest.mark.parametrize(
    "relation", [r for one in MODULE for r in one.related], ids=lambda r: f"{r.register}.{r.field}"
)
def test_every_related_panel_points_to_a_real_reference(relation: Any) -> None:
    site.get(relation.register).model._meta.get_field(relation.field)


def test_every_rule_of_the_room_is_enforced_somewhere() -> None:
    declared = {one.id: one for one in all_rules()}
    for number in range(1, 13):
        assert declared[f"R-MR-{number:02d}"].enforced_by
    for one in ("R-DUTY-01", "R-MON-01"):
        assert declared[one].enforced_by


@pytest.mark.parametrize(
    "register", [one for one in MODULE if one.process], ids=lambda register: register.code
)
def test_every_state_can_be_reached_and_left(register: Any) -> None:
    process = register.process
    reached, left = {process.initial}, set(process.final)
    edges = [(source, move.target) for move in process.moves.values() for source in move.sources]
    if process.approval:
        a = process.approval
        edges += [
            (a.start, a.during),
            (a.during, a.yes),
            (a.during, a.no),
            (a.during, a.back),
            (a.during, process.cancelled),
        ]
    for _ in process.states.values:
        reached |= {target for source, target in edges if source in reached}
    left |= {source for source, target in edges if source != target}
    assert reached == set(process.states.values)
    assert left >= set(process.states.values)


def test_the_door_for_state_takes_no_record_of_another_register(visit: Any, actor: Any) -> None:
    entry = visit()
    with pytest.raises(Refused) as refusal:
        engine.perform("carry_out_permit", entry.pk, "enrol", actor=actor("security_secrecy_dept"))
    assert refusal.value.status == 404


@pytest.fixture
def filled(cast: Bureau, room: models.MachineRoom, core: models.Zone) -> dict[str, Any]:
    """A visit as a browser or a program sends it."""
    return {
        "visitor_unit": "华信网络", "visitor_name": "张伟", "visitor_phone": "13900000000", "identity_number": IDENTITY,
        "visitor_kind": "mainland", "identity_document": "identity_card", "category": "visit", "purpose": "参观", "machine_room": room.pk,
        "zones": [core.pk], "planned_from": "2026-11-23T14:00", "planned_to": "2026-11-23T16:30", "escort": cast.people["duty_officer"].pk,
    }  # fmt: skip


@pytest.mark.rule("R-MR-04", "R-MR-11", "R-MR-12")
def test_the_page_and_the_program_get_the_same_sentence(
    client_of: Any, api_of: Any, filled: dict[str, Any]
) -> None:
    for changes, words in (
        ({"wants_photography": True}, "机房内禁止照相、摄像"),
        ({"prohibited_items": ["flammable"]}, "仅维修必需时可带"),
        ({"zones": []}, "请选择可进区域"),
        ({"state": "approved"}, "状态只能通过办理动作改变"),
    ):
        data = filled | changes
        page = client_of("end_user").post("/r/visitor_entry/new/", data)
        assert page.status_code == 422
        assert words in page.content.decode()
        answer = api_of("end_user").post("/api/v1/visitor_entry", data, content_type="application/json")
        assert answer.status_code == 422
        assert words in answer.json()["detail"]
    assert not models.VisitorEntry.objects.exists()


@pytest.mark.rule("R-MR-07")
def test_no_page_and_no_program_registers_a_card(client_of: Any, api_of: Any) -> None:
    assert (
        client_of("access_card_officer").post("/r/access_card/new/", {"card_number": "A9"}).status_code == 403
    )
    answer = api_of("access_card_officer").post(
        "/api/v1/access_card", {"card_number": "A9"}, content_type="application/json"
    )
    assert answer.status_code == 403


@pytest.mark.rule("R-MR-10")
def test_the_address_of_a_duty_opens_its_form_with_the_room(client_of: Any, room: models.MachineRoom) -> None:
    for one in all_obligations():
        if one.id in {"R-MR-10", "R-DUTY-01"} or one.id.startswith("S4§5"):
            page = client_of("mr_manager").get(one.url(room.pk))
            assert page.status_code == 200
            if "/new/" in one.url(room.pk):
                assert f'<option value="{room.pk}" selected' in page.content.decode()
