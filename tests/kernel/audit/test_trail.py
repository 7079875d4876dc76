"""What is written in the trail, and that it only grows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from govops.kernel import moment
from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.audit.models import AuditEntry
from govops.kernel.audit.values import plain_mapping
from tests.kernel.audit.writing import record

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_when_where_what_and_how_it_ended(actor: Actor) -> None:
    when = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    with moment.at(when):
        made = record(
            actor=actor,
            operation="update",
            register="visitor_entry",
            record_id=7,
            number="JFLF-2026-0007",
            before={"事由": "巡检"},
            after={"事由": "维修"},
            rule="R-MR-02",
            secrecy_level=1,
            summary="修改事由",
        )
    stored = AuditEntry.objects.get(pk=made.pk)
    assert stored.at == when
    assert (stored.account_id, stored.actor_name, stored.unit_name) == (actor.account.pk, "李明", "信息中心")
    assert (stored.roles, stored.channel, stored.address) == ("end_user,mr_manager", "page", "10.1.2.3")
    assert (stored.register, stored.record_id, stored.number) == ("visitor_entry", 7, "JFLF-2026-0007")
    assert (stored.before, stored.after) == ({"事由": "巡检"}, {"事由": "维修"})
    assert (stored.result, stored.rule, stored.secrecy_level, stored.summary) == (
        "ok",
        "R-MR-02",
        1,
        "修改事由",
    )
    fields = [field.attname for field in AuditEntry._meta.concrete_fields]
    assert {name: getattr(made, name) for name in fields} == {name: getattr(stored, name) for name in fields}


def test_the_system_itself_is_named_too() -> None:
    entry = record(actor=SYSTEM, operation="job", summary="夜间催办")
    assert (entry.account_id, entry.actor_name, entry.channel) == (None, "系统", "job")


def test_an_operation_that_nobody_knows_is_a_programming_error(actor: Actor) -> None:
    with pytest.raises(ValueError, match="unknown audit operation"):
        record(actor=actor, operation="frobnicate")


def test_hostile_or_endless_input_is_recorded_all_the_same(actor: Actor) -> None:
    nasty = "坏\x00人\ud800" + "长" * 900
    entry = record(
        actor=actor, operation="login_failed", summary=nasty, after={nasty: nasty}, number="号" * 90
    )
    stored = AuditEntry.objects.get(pk=entry.pk)
    assert len(stored.summary) == 500
    assert stored.summary.endswith("…")
    assert "\x00" not in stored.summary
    assert len(stored.number) == 60
    assert (entry.summary, entry.number) == (stored.summary, stored.number)


def test_values_are_kept_in_readable_form(actor: Actor) -> None:
    person = actor.person
    assert person is not None
    told = {"金额": Decimal("10.50"), "日期": date(2026, 1, 1), "经办": person, "标签": {"b", "a"}}
    kept = plain_mapping(told)
    assert kept == {"金额": "10.50", "日期": "2026-01-01", "经办": f"{person.pk} 李明", "标签": ["a", "b"]}


def test_secrets_are_never_written_down() -> None:
    kept = plain_mapping({"password": "a", "wrapped_private_key": "k"})
    assert kept == {"password": "〈已隐去〉", "wrapped_private_key": "〈已隐去〉"}


def test_a_refusal_is_recorded_once_however_many_layers_report_it(actor: Actor) -> None:
    refused = Refused("陪同人不能是来访人本人。", rule="R-MR-02", status=422)
    trail.refusal(actor=actor, refused=refused, register="visitor_entry", record_id=3)
    trail.refusal(actor=actor, refused=refused)
    entry = AuditEntry.objects.get()
    assert (entry.result, entry.rule, entry.summary) == ("refused", "R-MR-02", "陪同人不能是来访人本人。")


@pytest.mark.rule("R-AUD-01")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET summary = '改'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "TRUNCATE audit_auditseal",
    ],
)
def test_the_database_refuses_to_change_remove_or_empty(
    actor: Actor, append_only: None, statement: str
) -> None:
    record(actor=actor, operation="read")
    with (
        pytest.raises(IntegrityError, match="审计记录只能追加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


@pytest.mark.rule("R-AUD-01")
def test_the_orm_cannot_change_or_remove_either(actor: Actor, append_only: None) -> None:
    entry = record(actor=actor, operation="read")
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()
