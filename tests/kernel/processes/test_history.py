"""What happened stands: stale pages are told, history cannot be rewritten, signatures notice every change."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes import engine, journal
from govops.kernel.processes.models import Act
from govops.kernel.registers import doors
from govops.kernel.signatures import checking
from tests.kernel.append_only import intruder
from tests.kernel.processes.conftest import Desk
from tests.kernel.processes.test_actions import refused


def in_sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# --- stale -----------------------------------------------------------------------------------------------------------


def test_a_stale_page_is_told_what_happened_since(desk: Desk) -> None:
    record = desk.ask()
    seen = record.version
    desk.do(record, "approve", "mr_manager", version=seen)
    found = refused(desk, record, "approve", "mr_manager", version=seen)
    assert "已由周敏于03月02日 09:00办理“同意（第一环节）”" in found.sentence
    assert found.status == 409


def test_a_stale_form_changes_nothing(desk: Desk) -> None:
    record = desk.ask(submit=False)
    doors.update(desk.toy.register, record.pk, {"reason": "新"}, actor=desk.actor("end_user"), version=1)
    with pytest.raises(Refused, match="已被别人修改"):
        doors.update(desk.toy.register, record.pk, {"reason": "旧"}, actor=desk.actor("end_user"), version=1)
    assert desk.fresh(record).reason == "新"


def test_no_change_is_no_new_version(desk: Desk) -> None:
    record = desk.ask(submit=False)
    before = AuditEntry.objects.count()
    doors.update(
        desk.toy.register, record.pk, {"reason": record.reason}, actor=desk.actor("end_user"), version=1
    )
    assert (desk.fresh(record).version, AuditEntry.objects.count()) == (1, before)


@pytest.mark.parametrize("state", ["running", "agreed"])
def test_what_was_submitted_is_not_edited(desk: Desk, state: str) -> None:
    record = desk.ask()
    if state == "agreed":
        record = desk.do(desk.do(record, "approve", "mr_manager"), "approve", "pengzhiqiang")
    with pytest.raises(Refused, match="不能修改"):
        doors.update(
            desk.toy.register,
            record.pk,
            {"reason": "改"},
            actor=desk.actor("end_user"),
            version=record.version,
        )


# --- one entry a deed, also for a refusal ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "by", "data"),
    [("approve", "mr_manager", {}), ("revoke", "end_user", {}), ("return", "mr_manager", {"opinion": "退"})],
)
def test_every_deed_leaves_one_entry_of_its_own(desk: Desk, verb: str, by: str, data: dict[str, Any]) -> None:
    record = desk.ask()
    before = AuditEntry.objects.count()
    desk.do(record, verb, by, **data)
    entries = AuditEntry.objects.filter(register="toy_request", record_id=record.pk).order_by("-id")[
        : AuditEntry.objects.count() - before
    ]
    assert [entry.operation for entry in entries if entry.operation != "sign"] == [
        "move" if verb == "revoke" else "decision"
    ]
    assert entries[0].actor_name == desk.cast.people[by].name


def test_a_refusal_is_remembered_with_its_rule(desk: Desk) -> None:
    record = desk.ask()
    refused(desk, record, "transfer", "mr_manager", people="system_admin")
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.operation, entry.result, entry.rule, entry.record_id) == (
        "refuse",
        "refused",
        "R-USR-04",
        record.pk,
    )


# --- signatures ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-SIG-01")
def test_a_change_after_signing_shows_as_broken(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager", opinion="同意。")
    act = Act.objects.get(register="toy_request", record_id=record.pk, verb="approve")
    assert act.signature is not None
    assert checking.check(act.signature, journal.document_of(record)).holds
    in_sql(f"UPDATE {record._meta.db_table} SET amount = 99 WHERE id = %s", record.pk)
    verdict = checking.check(act.signature, journal.document_of(desk.fresh(record)))
    assert verdict.status == "content_changed"
    assert "amount" in verdict.sentence
    assert "须重新签字" in verdict.sentence


@pytest.mark.rule("R-SIG-01")
def test_an_intruder_who_rewrites_the_signature_too_is_found_out(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    act = Act.objects.get(register="toy_request", record_id=record.pk, verb="approve")
    with intruder() as cursor:
        cursor.execute(
            "UPDATE signatures_electronicsignature SET opinion = '同意，并加倍' WHERE id = %s",
            [act.signature_id],
        )
    act.signature.refresh_from_db()
    assert checking.check(act.signature, journal.document_of(record)).status == "bad"


@pytest.mark.rule("R-SIG-01")
def test_what_was_seen_is_what_is_signed(desk: Desk) -> None:
    record = desk.ask()
    with pytest.raises(Refused):
        desk.do(record, "approve", "mr_manager", digest="0" * 64)


# --- in SQL ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["processes_act", "audit_auditentry", "signatures_electronicsignature"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
@pytest.mark.rule("R-AUD-01", "R-SIG-01")
def test_history_is_not_rewritten_in_sql(desk: Desk, table: str, statement: str) -> None:
    desk.do(desk.ask(), "approve", "mr_manager")
    in_sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="只能追加"):
        in_sql(statement.format(table))


@pytest.mark.rule("R-USR-04")
def test_nobody_becomes_a_superuser_in_sql(desk: Desk) -> None:
    with pytest.raises(IntegrityError, match="no_superuser"):
        in_sql("UPDATE access_account SET is_superuser = true WHERE username = 'end_user'")
    assert not Account.objects.filter(is_superuser=True).exists()


@pytest.mark.rule("R-USR-04")
def test_an_administrator_gets_no_business_role_in_sql(desk: Desk) -> None:
    account = desk.cast.accounts["system_admin"].pk
    with pytest.raises(IntegrityError, match="administrators_hold_no_business_role"):
        in_sql(
            "INSERT INTO access_rolegrant (account_id, role, is_administrator, basis, granted_by, granted_at, valid_from, revoked_by, revoke_reason)"
            " VALUES (%s, 'mr_manager', false, '', '', now(), '2026-01-01', '', '')",
            account,
        )


def test_a_state_written_in_sql_gives_nobody_a_right(desk: Desk) -> None:
    """The record says agreed, the run does not: the next verb works on what the record says, and the trail lacks the step."""
    record = desk.ask()
    in_sql(f"UPDATE {record._meta.db_table} SET state = 'agreed' WHERE id = %s", record.pk)
    with pytest.raises(Refused):
        engine.perform("toy_request", record.pk, "approve", actor=desk.actor("mr_manager"))
