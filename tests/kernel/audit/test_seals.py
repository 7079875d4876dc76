"""Whoever gets behind the triggers is found out, row by row."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from govops.kernel.access.actor import SYSTEM
from govops.kernel.audit import seals
from govops.kernel.audit.models import AuditEntry, AuditSeal
from govops.kernel.audit.verification import verify
from tests.kernel.append_only import intruder
from tests.kernel.audit.writing import record

pytestmark = [pytest.mark.django_db, pytest.mark.rule("R-AUD-01")]
Write = Callable[[int], list[AuditEntry]]


@pytest.fixture
def chain(write: Write, append_only: None, monkeypatch: pytest.MonkeyPatch) -> list[AuditEntry]:
    """Twelve entries in three sealed blocks of four."""
    monkeypatch.setattr(seals, "BLOCK_ROWS", 4)
    entries = write(12)
    assert [seal.count for seal in seals.seal_now()] == [4, 4, 4]
    return entries


def found() -> list[tuple[str, int, tuple[int, ...]]]:
    return [(finding.kind, finding.seal, finding.row_ids) for finding in verify()]


def test_an_untouched_trail_is_whole(chain: list[AuditEntry]) -> None:
    assert verify() == []
    assert seals.seal_now() == []
    newest = AuditSeal.objects.first()
    assert newest.number == 3
    assert newest.anchor.replace("-", "").lower() == newest.digest[:16]


def test_rows_after_the_last_seal_are_told_but_no_fault(chain: list[AuditEntry], write: Write) -> None:
    write(3)
    (finding,) = verify()
    assert not finding.is_fault
    assert "未封存 3 条" in finding.sentence


def test_a_changed_row_is_named(chain: list[AuditEntry]) -> None:
    with intruder() as cursor:
        cursor.execute("UPDATE audit_auditentry SET actor_name = '王五' WHERE id = %s", [chain[5].pk])
    assert found() == [("changed", 2, (chain[5].pk,))]
    assert str(chain[5].pk) in verify()[0].sentence


@pytest.mark.parametrize(
    "column", ["at = at + interval '1 microsecond'", "after = '{}'", "result = 'failed'", "roles = ''"]
)
def test_no_column_can_be_changed_unseen(chain: list[AuditEntry], column: str) -> None:
    with intruder() as cursor:
        cursor.execute(f"UPDATE audit_auditentry SET {column} WHERE id = %s", [chain[0].pk])
    assert found() == [("changed", 1, (chain[0].pk,))]


def test_removed_rows_are_named(chain: list[AuditEntry]) -> None:
    with intruder() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE id IN (%s, %s)", [chain[3].pk, chain[4].pk])
    assert found() == [("removed", 1, (chain[3].pk,)), ("removed", 2, (chain[4].pk,))]


def test_a_row_forged_later_into_a_gap_is_named(write: Write, append_only: None) -> None:
    first = write(2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('audit_auditentry_id_seq')")
        (gap,) = cursor.fetchone()
    write(2)
    seals.seal_now()
    with intruder() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditentry SELECT %s, at, account_id, actor_name, unit_name, roles, channel, address, "
            "request_id, operation, register, record_id, number, before, after, result, rule, secrecy_level, summary "
            "FROM audit_auditentry WHERE id = %s",
            [gap, first[0].pk],
        )
    assert found() == [("inserted", 1, (gap,))]


def test_all_rows_gone_is_said_in_a_short_sentence(write: Write, append_only: None) -> None:
    write(50)
    seals.seal_now()
    with intruder() as cursor:
        cursor.execute("DELETE FROM audit_auditentry")
    (finding,) = verify()
    assert finding.kind == "removed"
    assert len(finding.row_ids) == 50
    assert "等 50 条" in finding.sentence


@pytest.mark.parametrize(
    "change",
    [
        "digest = repeat('0', 64)",
        "row_marks = ''",
        "sealed_at = sealed_at - interval '1 day'",
        "last_id = last_id - 1",
    ],
)
def test_a_changed_seal_is_named(chain: list[AuditEntry], change: str) -> None:
    with intruder() as cursor:
        cursor.execute(f"UPDATE audit_auditseal SET {change} WHERE number = 2")
    assert ("seal_changed", 2, ()) in found()


def test_a_seal_made_anew_without_the_key_does_not_pass(chain: list[AuditEntry], settings: Settings) -> None:
    """An intruder who changes a row and computes the whole chain again lacks the key outside the database."""
    settings.AUDIT_SEAL_KEY = "a key the intruder made up"
    with intruder() as cursor:
        cursor.execute("UPDATE audit_auditentry SET summary = '改' WHERE id = %s", [chain[0].pk])
        cursor.execute("DELETE FROM audit_auditseal")
    seals.seal_now()
    assert verify() == []
    settings.AUDIT_SEAL_KEY = settings.SECRET_KEY
    assert found() == [("seal_changed", 1, ()), ("seal_changed", 2, ()), ("seal_changed", 3, ())]


def test_a_missing_seal_is_named_and_the_rest_still_checked(chain: list[AuditEntry]) -> None:
    with intruder() as cursor:
        cursor.execute("DELETE FROM audit_auditseal WHERE number = 2")
        cursor.execute("UPDATE audit_auditentry SET summary = '改' WHERE id = %s", [chain[9].pk])
    assert found() == [("seal_missing", 2, ()), ("changed", 3, (chain[9].pk,))]


def test_a_cut_off_tail_is_found_with_the_anchor_on_paper(chain: list[AuditEntry]) -> None:
    anchor = AuditSeal.objects.first().anchor
    assert verify(anchor=anchor.lower()) == []
    with intruder() as cursor:
        cursor.execute("DELETE FROM audit_auditseal WHERE number = 3")
        cursor.execute("DELETE FROM audit_auditentry WHERE id >= %s", [chain[8].pk])
    assert verify() == []
    (finding,) = verify(anchor=anchor)
    assert (finding.kind, anchor in finding.sentence) == ("anchor_missing", True)


def test_the_command_answers_in_words_and_with_an_exit_status(chain: list[AuditEntry]) -> None:
    out = StringIO()
    call_command("audit_verify", stdout=out)
    assert "审计记录核对通过" in out.getvalue()
    with intruder() as cursor:
        cursor.execute("DELETE FROM audit_auditentry WHERE id = %s", [chain[1].pk])
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("audit_verify", stdout=out)
    assert stopped.value.code == 1
    assert f"编号 {chain[1].pk} 的记录在封存后被删除" in out.getvalue()


def test_the_seal_command_prints_the_anchor(write: Write) -> None:
    write(2)
    out = StringIO()
    call_command("audit_seal", stdout=out)
    assert AuditSeal.objects.get().anchor in out.getvalue()
    assert seals.seal_job() == "没有新的审计记录。"


def test_the_job_says_what_it_did(write: Write) -> None:
    write(2)
    assert seals.seal_job() == f"封存 2 条，锚点 {AuditSeal.objects.get().anchor}。"


def _other_connection() -> psycopg.Connection:
    known = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(**{name: known[name] for name in names if known.get(name)})


_RAW_INSERT = (
    "INSERT INTO audit_auditentry (at, actor_name, unit_name, roles, channel, address, request_id, operation, register, "
    "number, result, rule, secrecy_level, summary) "
    "VALUES (now(), '慢', '', '', 'import', '', '', 'create', '', '', 'ok', '', 0, '') RETURNING id"
)


@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_commits_late_is_waited_for() -> None:
    slow = _other_connection()
    try:
        (low,) = slow.execute(_RAW_INSERT).fetchone()
        high = record(actor=SYSTEM, operation="job")
        assert high.pk > low
        with pytest.raises(seals.StillWritingError):
            seals.seal_now(patience_seconds=0.2)
        assert not AuditSeal.objects.exists()
        later = threading.Timer(0.3, slow.commit)
        later.start()
        (seal,) = seals.seal_now(patience_seconds=10)
        later.join()
    finally:
        slow.close()
    assert (seal.first_id, seal.last_id, seal.count) == (low, high.pk, 2)
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_sealing_keeps_no_writer_waiting() -> None:
    slow, quick = _other_connection(), _other_connection()
    try:
        slow.execute(_RAW_INSERT)
        waiting = threading.Timer(0.6, slow.rollback)
        waiting.start()
        quick.execute("SET statement_timeout = '300ms'")
        writer = threading.Timer(0.2, lambda: (quick.execute(_RAW_INSERT), quick.commit()))
        writer.start()
        seals.seal_now(patience_seconds=10)
        writer.join()
        waiting.join()
    finally:
        slow.close()
        quick.close()
    assert AuditEntry.objects.count() == 1
