"""What is forbidden is forbidden on the page, through the API, by workbook and by job alike."""

from __future__ import annotations

from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access import table
from govops.kernel.access.answers import Refused
from govops.kernel.norms.documents import find
from govops.kernel.norms.rules import all_rules
from govops.kernel.processes import engine
from govops.kernel.registers import site
from govops.modules.machine_room import models
from tests.modules.machine_room.conftest import at

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
