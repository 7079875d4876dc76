"""Only the audit administrator reads the trail, and that is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.audit import parameters as audit_parameters
from govops.kernel.audit.models import AuditEntry
from govops.kernel.audit.query import AuditFilters, search

pytestmark = pytest.mark.django_db
Write = Callable[[int], list[AuditEntry]]


@pytest.mark.rule("R-AUD-03")
def test_each_question_of_the_audit_administrator_is_recorded(auditor: Actor, write: Write) -> None:
    entries = write(3)
    answer = list(search(actor=auditor, filters=AuditFilters(register="visitor_entry")))
    assert answer == entries[::-1]
    question = AuditEntry.objects.first()
    assert (question.operation, question.actor_name) == ("query_audit", "audit_admin")
    assert question.after == {"filters": {"register": "visitor_entry"}}


@pytest.mark.rule("R-AUD-03")
def test_an_export_is_recorded_as_an_export(auditor: Actor) -> None:
    search(actor=auditor, filters=AuditFilters(), exporting=True)
    assert AuditEntry.objects.get().operation == "export"


@pytest.mark.rule("R-AUD-03")
@pytest.mark.parametrize("role", ["system_admin", "security_admin", "end_user"])
def test_everybody_else_is_refused_and_the_attempt_recorded(actor: Actor, role: str) -> None:
    with pytest.raises(Refused, match="审计管理员") as refused:
        search(actor=replace(actor, roles=frozenset({role})), filters=AuditFilters())
    assert (refused.value.status, refused.value.rule) == (403, "R-AUD-03")
    attempt = AuditEntry.objects.get()
    assert (attempt.operation, attempt.result, attempt.rule) == ("query_audit", "refused", "R-AUD-03")


def test_filters_combine(auditor: Actor, write: Write) -> None:
    entries = write(3)
    now = moment.now()
    last_hour = AuditFilters(
        since=now - timedelta(hours=1), until=now + timedelta(hours=1), record_id=2, actor_name="李"
    )
    assert list(search(actor=auditor, filters=last_hour)) == [entries[1]]
    assert not search(actor=auditor, filters=AuditFilters(until=now - timedelta(hours=1))).exists()
    assert not search(actor=auditor, filters=AuditFilters(register="visitor_entry", secrecy_level=2)).exists()


@pytest.mark.rule("R-AUD-02")
def test_the_trail_is_kept_for_at_least_six_calendar_months() -> None:
    declared = parameters.parameter(audit_parameters.RETENTION_DAYS.key)
    assert declared.default == 365
    with pytest.raises(ValueError, match="不能小于 184"):
        declared.parse(180)
