"""Accounts: asked for by the own unit, agreed by two, opened by one, enabled by another (norms F4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from govops.demo.bureau import Bureau
from govops.kernel.access import accounts
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, SystemState
from govops.kernel.audit.models import AuditEntry
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site

REGISTER = "user_account_application"
As = Callable[..., Actor]


@pytest.fixture
def ask(cast: Bureau, actor: As) -> Callable[..., Any]:
    """Fill in the form as `end_user`; `submit=False` leaves a draft."""

    def fill(by: str = "end_user", *, submit: bool = True, **changes: Any) -> Any:
        who = actor(by)
        assert who.unit is not None
        data = {
            "name": "方晓舟", "identity_number": "11010519491231002X", "department": who.unit.pk, "position": "工程师",
            "staff_kind": "permanent", "reason": "新录用人员，参与规划编制", "valid_from": "2026-11-01", "proposed_username": "fangxiaozhou",
        }  # fmt: skip
        return doors.create(site.get(REGISTER), data | changes, actor=who, submit=submit)

    return fill


@pytest.fixture
def do(actor: As) -> Callable[..., Any]:
    def perform(record: Any, verb: str, by: str, **data: Any) -> Any:
        return engine.perform(REGISTER, record.pk, verb, actor=actor(by), data=data).record

    return perform


@pytest.fixture
def agreed(ask: Any, do: Any, cast: Bureau) -> Any:
    """An application that the head and both reviewers agreed to."""
    record = ask()
    head = _head_of(cast, record)
    do(record, "approve", head)
    do(record, "approve", "general_office")
    return do(record, "approve", "hr_division")


def _head_of(cast: Bureau, record: Any) -> str:
    holder = SeatHolder.objects.filter(seat="unit_head", unit=record.department).order_by("id").first()
    assert holder is not None
    return next(name for name, person in cast.people.items() if person.pk == holder.person_id)


@pytest.mark.rule("R-USR-01")
def test_only_the_own_unit_asks(ask: Any, cast: Bureau) -> None:
    elsewhere = next(unit for code, unit in cast.units.items() if code == "BGS")
    with pytest.raises(Refused) as refused:
        ask(department=elsewhere.pk)
    assert refused.value.rule == "R-USR-01"
    assert "所在部门" in refused.value.sentence


@pytest.mark.rule("R-USR-01")
def test_the_information_centre_asks_for_nobody_else(ask: Any, cast: Bureau) -> None:
    applicant = cast.people["end_user"]
    with pytest.raises(Refused) as refused:
        ask("info_center", applicant=applicant.pk, department=applicant.unit_id)
    assert refused.value.rule == "R-USR-01"


@pytest.mark.rule("R-USR-02")
def test_one_review_is_not_enough(ask: Any, do: Any, cast: Bureau) -> None:
    record = ask()
    do(record, "approve", _head_of(cast, record))
    record = do(record, "approve", "hr_division")
    assert record.state == "reviewing"
    assert do(record, "approve", "general_office").state == "agreed"


@pytest.mark.rule("R-USR-02")
def test_one_person_never_gives_both_reviews(ask: Any, do: Any, cast: Bureau, actor: As) -> None:
    SeatHolder.objects.create(seat="hr_division", person=cast.people["general_office"])
    record = ask()
    do(record, "approve", _head_of(cast, record))
    do(record, "approve", "general_office")
    with pytest.raises(Refused):
        do(record, "approve", "general_office")
    assert do(record, "approve", "hr_division").state == "agreed"


@pytest.mark.rule("R-USR-02")
def test_two_seats_with_one_person_are_refused_before_anybody_signs(ask: Any, cast: Bureau) -> None:
    SeatHolder.objects.filter(seat__in=("general_office", "hr_division")).delete()
    for seat in ("general_office", "hr_division"):
        SeatHolder.objects.create(seat=seat, person=cast.people["general_office"])
    with pytest.raises(Refused, match="不同的人"):
        ask()


def test_one_refusal_ends_it(ask: Any, do: Any, cast: Bureau) -> None:
    record = ask()
    do(record, "approve", _head_of(cast, record))
    assert do(record, "refuse", "hr_division", opinion="编制外人员，不符合要求").state == "refused"


def test_the_account_is_opened_then_enabled_by_another(agreed: Any, do: Any, cast: Bureau) -> None:
    opened = do(agreed, "open_account", "system_admin", account_name="fangxiaozhou", employee_no="JW0999")
    account = Account.objects.get(username="fangxiaozhou")
    assert (opened.state, account.is_active, account.basis) == ("opened", False, agreed.number)
    done = do(agreed, "grant_roles", "security_admin", granted_roles=["duty_officer"])
    account.refresh_from_db()
    assert (done.state, account.is_active) == ("completed", True)
    assert [row.basis for row in account.grants.on()] == [agreed.number]
    assert AuditEntry.objects.filter(register="account", record_id=account.pk).count() == 3


@pytest.mark.rule("R-USR-03")
def test_only_the_system_administrator_opens(agreed: Any, do: Any) -> None:
    with pytest.raises(Refused):
        do(agreed, "open_account", "security_admin", account_name="fangxiaozhou", employee_no="JW0999")
    with pytest.raises(Refused):
        do(agreed, "open_account", "end_user", account_name="fangxiaozhou", employee_no="JW0999")


@pytest.mark.rule("R-USR-03")
def test_an_application_that_is_not_agreed_is_no_warrant(ask: Any, do: Any, actor: As) -> None:
    record = ask()
    with pytest.raises(Refused):
        do(record, "open_account", "system_admin", account_name="fangxiaozhou", employee_no="JW0999")
    warrant = accounts.Warrant(REGISTER, record.pk, record.number)
    person = cast_person(record)
    with pytest.raises(Refused, match="未经办公室"):
        accounts.open_account(
            person=person, username="fangxiaozhou", actor=actor("system_admin"), warrant=warrant
        )


def cast_person(record: Any) -> Any:
    from govops.kernel.organization.models import Person

    return Person.objects.create(name=record.name, employee_no="X1", unit=record.department)


@pytest.mark.rule("R-USR-03")
def test_no_account_without_an_application_in_production(cast: Bureau, actor: As) -> None:
    from govops.kernel.organization.models import Person

    person = Person.objects.create(name="某人", employee_no="X2", unit=cast.units["BGS"])
    SystemState.objects.update_or_create(pk=1, defaults={"is_production": True})
    with pytest.raises(Refused) as refused:
        accounts.open_account(person=person, username="mouren", actor=actor("system_admin"), reason="急用")
    assert refused.value.rule == "R-USR-03"
    with pytest.raises(IntegrityError, match="私设用户"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_account (username, password, is_active, is_superuser, must_change_password, password_changed_at, basis,"
            " warrant_register, created_at, stop_reason) VALUES ('mouren', '!', true, false, false, now(), '', '', now(), '')"
        )


@pytest.mark.rule("R-USR-03")
def test_production_is_not_undone(db: None) -> None:
    SystemState.objects.create(pk=1, is_production=True)
    with pytest.raises(IntegrityError, match="不可撤回"), transaction.atomic():
        SystemState.objects.update(is_production=False)


def test_wrong_identity_numbers_are_named(ask: Any) -> None:
    with pytest.raises(Refused, match="校验位"):
        ask(identity_number="110105194912310021")
    with pytest.raises(Refused, match="18 位"):
        ask(identity_number="123")


def test_seconded_people_have_an_end(ask: Any) -> None:
    with pytest.raises(Refused, match="使用止"):
        ask(staff_kind="seconded")


@pytest.mark.rule("R-USR-04")
def test_superusers_cannot_exist(cast: Bureau) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(username="system_admin").update(is_superuser=True)
