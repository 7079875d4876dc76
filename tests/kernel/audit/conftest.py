from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from govops.kernel.access.actor import Actor
from govops.kernel.access.models import Account
from govops.kernel.audit import sql
from govops.kernel.audit.models import AuditEntry
from govops.kernel.organization.models import Person, Unit
from tests.kernel.audit.writing import record


@pytest.fixture
def append_only(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.FORWARD)


@pytest.fixture
def actor(db: None) -> Actor:
    unit = Unit.objects.create(code="XXZX", name="信息中心", short_name="信息中心")
    person = Person.objects.create(name="李明", employee_no="A001", unit=unit)
    account = Account.objects.create(username="liming", person=person)
    roles = frozenset({"end_user", "mr_manager"})
    return Actor(account=account, person=person, roles=roles, address="10.1.2.3", request_id="r-1")


@pytest.fixture
def auditor(db: None) -> Actor:
    account = Account.objects.create(username="audit_admin")
    return Actor(account=account, roles=frozenset({"audit_admin"}), address="10.1.2.9", request_id="r-2")


@pytest.fixture
def write(actor: Actor) -> Callable[[int], list[AuditEntry]]:
    """Write n entries and return them."""

    def many(count: int) -> list[AuditEntry]:
        return [
            record(actor=actor, operation="update", register="visitor_entry", record_id=n, after={"第几": n})
            for n in range(1, count + 1)
        ]

    return many
