"""Role × register × operation: exactly what the reviewed table says, on pages and in the API."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from govops.demo.bureau import Bureau
from govops.kernel.access import roles, table, tokens
from govops.kernel.access.actor import actor_for
from govops.kernel.access.models import Account, RoleGrant
from govops.kernel.organization.models import Person
from govops.kernel.web.views import printing
from tests.promises.world import World, registers

REVIEWED = Path(__file__).parent / "budgets" / "access.csv"
HEADS = ["role", "register", "operations", "scope"]


def test_the_table_is_the_reviewed_one() -> None:
    """Change a module's access.csv, then this file: a reviewer sees who gets what."""
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [HEADS, *lines()]


def lines() -> list[list[str]]:
    return sorted(
        [line.role, line.register, " ".join(sorted(line.operations)), line.scope] for line in table.lines()
    )


def test_every_line_is_about_something() -> None:
    known = {register.code for register in registers()}
    assert {line.register for line in table.lines()} <= known
    assert {line.role for line in table.lines()} <= {role.code for role in roles.all_roles()}


@pytest.mark.rule("R-USR-04")
def test_administrators_hold_no_right_on_business() -> None:
    """They see and execute the applications that are about accounts and rights, and nothing else."""
    held = {line.register for line in table.lines() if line.role in roles.ADMINISTRATORS}
    assert held <= {"user_account_application", "role_change_application"}
    for line in table.lines():
        if line.role in roles.ADMINISTRATORS:
            assert line.operations <= {"read", "print"}


@pytest.mark.rule("R-USR-05")
def test_nothing_written_is_nothing_allowed() -> None:
    nobody = actor_for_nobody()
    for register in registers():
        for operation in table.OPERATIONS:
            assert not table.may(nobody, operation, register.code)


def actor_for_nobody() -> Any:
    from govops.kernel.access.actor import Actor

    return Actor(account=None, person=None, roles=frozenset({"nobody"}))


@pytest.fixture
def one_role(cast: Bureau, request: pytest.FixtureRequest) -> Account:
    """Somebody new who holds exactly one role (and is 普通用户 unless an administrator)."""
    person = Person.objects.create(name="某角色", employee_no="ROLE1", unit=cast.units["SZY"], clearance=1)
    account = Account.objects.create(
        username="one_role", person=person, password="!", must_change_password=False
    )
    if request.param != roles.END_USER:
        RoleGrant.objects.create(
            account=account, role=request.param, basis="测试", granted_by="测试", valid_from=date(2026, 1, 1)
        )
    return account


@pytest.mark.rule("R-USR-05")
@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("one_role", [role.code for role in roles.all_roles()], indirect=True)
def test_a_role_may_do_what_its_lines_say_and_nothing_else(
    world: World, one_role: Account, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "record_pdf", lambda paper: b"%PDF")
    client, held = Client(), actor_for(one_role).roles
    client.force_login(one_role, backend="govops.kernel.access.backend.AccountBackend")
    api = Client(headers={"authorization": f"Bearer {tokens.issue(one_role, name='试', scopes=['*'])[1]}"})
    records = {register.code: world.record(register.code) for register in registers()}
    for register in registers():
        rights = {op: scope for op in table.OPERATIONS if (scope := _scope(held, op, register.code))}
        place = f"/r/{register.code}/"
        record = f"{place}{records[register.code].pk}/"
        seen = rights.get("read") == "all"  # the samples belong to people of other units
        through_api = {} if held & roles.ADMINISTRATORS else rights  # 三员 use no programs
        found = {
            "list": client.get(place).status_code,
            "new": client.get(f"{place}new/").status_code,
            "export": client.get(f"{place}export/").status_code,
            "detail": client.get(record).status_code,
            "print": client.get(f"{record}print/").status_code,
            "api list": api.get(f"/api/v1/{register.code}").status_code,
            "api record": api.get(f"/api/v1/{register.code}/{records[register.code].pk}").status_code,
            "api create": api.post(
                f"/api/v1/{register.code}", {}, content_type="application/json"
            ).status_code,
        }
        assert found == {
            "list": 200 if "read" in rights else 403,
            "new": 403 if "write" not in rights else 200 if register.by_hand else 404,
            "export": 200 if "export" in rights else 403,
            "detail": 403 if "read" not in rights else 200 if seen else 404,
            "print": 403 if "print" not in rights else 200 if seen else 404,
            "api list": 200 if "read" in through_api else 403,
            "api record": 403 if "read" not in through_api else 200 if seen else 404,
            "api create": 422 if "write" in through_api else 403,
        }, f"{sorted(held)} {register.code} {rights}"


def _scope(held: frozenset[str], operation: str, register: str) -> str:
    widths = [
        line.scope
        for line in table.lines()
        if line.role in held and line.register == register and operation in line.operations
    ]
    return max(widths, key=["own", "unit", "all"].index, default="")


@pytest.mark.rule("R-USR-05")
def test_a_token_has_no_more_than_its_scopes(world: World) -> None:
    record = world.record("visitor_entry")
    whole = world.actor("mr_manager", channel="api")
    narrow = replace(whole, token_scopes=("visitor_entry:read",))
    assert table.may(narrow, "read", "visitor_entry")
    for operation in set(table.OPERATIONS) - {"read"}:
        assert not table.may(narrow, operation, "visitor_entry")
    assert not table.may(narrow, "read", "machine_room")
    assert record.pk
