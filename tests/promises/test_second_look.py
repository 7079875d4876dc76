"""A refused form tells all that is wrong with it at once: for every register, whatever is missing, and nothing is written."""

from __future__ import annotations

import re
from typing import Any

import pytest

from govops.kernel import moment
from govops.kernel.access.answers import Allowed, Answer, Denied, Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes.declarations import Deed, Guard
from govops.kernel.records.sight import Sight
from govops.kernel.registers import doors, second_look, site
from govops.kernel.sheets import exchange
from tests.promises.doors import DOORS, Door, workbook
from tests.promises.world import World, codes

pytestmark = pytest.mark.usefixtures("furnished")
SENTENCE = re.compile(r"[一-龥].*[。？！）]", re.DOTALL)


def faults(
    world: World, code: str, data: dict[str, Any], *, pk: int | None = None, submit: bool = False
) -> dict[str, list[str]]:
    refusal, by = Refused("请更正后再提交。", status=422), world.actor(world.sample(code).by)
    second_look.complete(refusal, site.get(code), data, actor=by, pk=pk, submit=submit)
    return refusal.errors


@pytest.mark.parametrize("code", codes(made_by_people=True))
def test_whatever_is_missing_each_fault_is_a_sentence_at_its_field(world: World, code: str) -> None:
    register, data = site.get(code), world.data(code)
    rows, entries = register.model._default_manager.count(), AuditEntry.objects.count()
    required = {name for name, field in doors.form_of(register).base_fields.items() if field.required}
    assert not faults(world, code, data), "what would be saved has no fault"
    assert required <= set(faults(world, code, {}))
    assert required <= set(faults(world, code, {}, submit=True))
    for name in register.fields:
        found = faults(world, code, {key: value for key, value in data.items() if key != name})
        assert (name in found) or name not in required
        for field, sentences in found.items():
            assert field == second_look.WHOLE or field in doors.form_of(register).base_fields
            assert all(SENTENCE.search(one) for one in sentences), sentences
    assert (register.model._default_manager.count(), AuditEntry.objects.count()) == (rows, entries)


@pytest.mark.parametrize("code", codes(changed=True))
def test_a_change_is_looked_at_in_the_same_way(world: World, code: str) -> None:
    record = world.record(code)
    data = doors.current_data(site.get(code), record)
    for name in site.get(code).fields:
        faults(world, code, data | {name: ""}, pk=record.pk)
    fresh = site.get(code).model._default_manager.get(pk=record.pk)
    assert fresh.version == record.version


def test_each_door_tells_faults_of_fields_and_of_rules_together(world: World) -> None:
    """One answer is missing, one breaks a rule of the record, one a rule of two answers; nobody is sent back three times."""
    wrong = {"visitor_name": "", "identity_number": "123", "planned_to": "2026-03-02 08:00"}
    for kind in DOORS:
        said = Door(world, kind).write("visitor_entry", world.data("visitor_entry") | wrong, by="end_user")
        assert said.status == 422
        for words in ("“来访人”", "身份证", "“预计离开时间”应晚于"):
            assert words in said.words, (kind, words)


def test_each_door_tells_them_of_a_change(world: World) -> None:
    record = world.record("visitor_entry")
    wrong = {"visitor_name": "", "planned_to": "2026-03-02 08:00"}
    for kind in DOORS:
        said = Door(world, kind).change(record, wrong, by="end_user")
        assert said.status == 422
        for words in ("“来访人”", "“预计离开时间”应晚于"):
            assert words in said.words, (kind, words)


def test_a_line_that_cannot_be_read_keeps_no_other_line_from_being_looked_at(world: World) -> None:
    good, late, unread = (world.data("visitor_entry") for _ in range(3))
    late |= {"planned_to": "2026-03-02 08:00"}
    unread |= {"planned_from": "明天下午", "identity_number": "123"}
    before = world.model("visitor_entry").objects.count()
    report = exchange.take_in(
        site.get("visitor_entry"), workbook("visitor_entry", good, late, unread), actor=world.actor("end_user"), commit=True
    )  # fmt: skip
    assert not report.is_clean
    assert [outcome.ok for _, outcome in sorted(report.outcomes.items())] == [True, False, False]
    assert [line for line, _ in report.problems] == [3, 4, 4]
    assert world.model("visitor_entry").objects.count() == before


def refused_with_a_fault(
    world: World, monkeypatch: pytest.MonkeyPatch, *rules: Guard
) -> dict[str, list[str]]:
    """The errors of a form without a name, where these rules are asked of every visit."""
    data = world.data("visitor_entry") | {"visitor_name": ""}
    monkeypatch.setattr(doors, "guards_of", lambda register: rules)
    with pytest.raises(Refused) as refusal:
        world.create("visitor_entry", data, by="end_user")
    return refusal.value.errors


def test_a_rule_that_is_broken_itself_is_heard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(record: Any, deed: Deed) -> Answer:
        return Denied("永远不会说。", field=record.visitor_unit + 1)

    with pytest.raises(TypeError):
        refused_with_a_fault(world, monkeypatch, broken)


def test_a_rule_that_looks_at_what_is_missing_says_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def longer(record: Any, deed: Deed) -> Answer:
        return Denied("太短。", field="purpose") if re.match("..", record.visitor_name) is None else Allowed()

    def other(record: Any, deed: Deed) -> Answer:
        return Denied("单位不对。", field="visitor_unit")

    assert set(refused_with_a_fault(world, monkeypatch, longer, other)) == {"visitor_name", "visitor_unit"}


def test_what_is_out_of_sight_is_named_by_no_rule(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that one may not see is not there, also for the rules that are asked of a refused form."""

    def telling(record: Any, deed: Deed) -> Answer:
        return Denied(f"“{record.machine_room.name}”不接待。", field="purpose")

    world.record("zone")
    monkeypatch.setattr(Sight, "may_name", lambda self, row: not isinstance(row, world.model("machine_room")))
    found = refused_with_a_fault(world, monkeypatch, telling)
    assert "找不到" in found["machine_room"][0]
    assert "purpose" not in found


def test_a_refusal_that_no_answer_mends_stays_as_it_is(world: World) -> None:
    record = world.record("visitor_entry")
    with pytest.raises(Refused) as refusal:
        doors.update(
            site.get("visitor_entry"), record.pk, {"visitor_name": ""}, actor=world.actor("end_user"), version=record.version + 1
        )  # fmt: skip
    assert (refusal.value.status, refusal.value.errors) == (409, {})


def test_all_that_keeps_a_draft_from_being_submitted_is_told_at_once(world: World) -> None:
    """A draft that was written before its rules were made stricter."""
    by, article = world.sample("knowledge_article").by, world.record("knowledge_article")
    kept = world.model("knowledge_article").objects.filter(pk=article.pk)
    kept.update(solution="重启。", former_number="ZZ-2026-0009")
    address = f"knowledge_article/{article.pk}"
    page = world.client_of(by).post(f"/r/{address}/do/submit/", {"version": article.version})
    told = Door(world, "api").api("post", f"{address}/submit", {}, by=by)
    for status, words in ((page.status_code, page.content.decode()), (told.status, told.words)):
        assert status == 422
        assert "“解决方法”过于简单" in words
        assert "没有编号为“ZZ-2026-0009”的知识条目" in words


def test_the_dialog_of_a_verb_tells_all_at_once(world: World) -> None:
    visit = world.create(
        "visitor_entry", world.data("visitor_entry") | {"pledged": "1"}, by="end_user", submit=True
    )
    world.perform(visit, "approve", "mr_manager")
    visit = world.perform(visit, "approve", "security_secrecy_dept")
    posted = {"items_at_entry": "长" * 201, "version": visit.version}
    with moment.at(visit.planned_from):
        answer = world.client_of("guard").post(f"/r/visitor_entry/{visit.pk}/do/enter/", posted)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "不能超过 200 个字" in words
    assert "陪同人未到场" in words
