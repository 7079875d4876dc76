"""Rights: asked for by the own unit, approved by two, executed by the security administrator (norms F6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.answers import Refused
from govops.kernel.processes import engine
from govops.kernel.registers import doors, site

REGISTER = "role_change_application"
As = Callable[..., Actor]


@pytest.fixture
def ask(cast: Bureau, actor: As) -> Callable[..., Any]:
    def fill(by: str = "end_user", **changes: Any) -> Any:
        data = {
            "kind": "grant", "person": cast.people["zouwei"].pk, "role": "guard", "valid_from": "2024-01-01", "reason": "临时替班",
        } | changes  # fmt: skip
        return doors.create(site.get(REGISTER), data, actor=actor(by), submit=True)

    return fill


@pytest.fixture
def do(actor: As) -> Callable[..., Any]:
    def perform(record: Any, verb: str, by: str, **data: Any) -> Any:
        return engine.perform(REGISTER, record.pk, verb, actor=actor(by), data=data).record

    return perform


def test_a_role_is_granted_with_the_application_as_basis_and_taken_the_same_way(
    ask: Any, do: Any, cast: Bureau
) -> None:
    account = cast.accounts["zouwei"]
    for kind in ("grant", "revoke"):
        record = ask(kind=kind)
        do(record, "approve", "unit_head")
        do(record, "approve", "business_unit")
        with pytest.raises(Refused):
            do(record, "execute", "system_admin")
        assert do(record, "execute", "security_admin").state == "executed"
        assert ("guard" in actor_for(account).roles) == (kind == "grant")
        if kind == "grant":
            assert account.grants.on().get(role="guard").basis == record.number


@pytest.mark.rule("R-USR-05")
def test_approvers_see_which_operations_the_role_carries(ask: Any) -> None:
    record = ask()
    assert "外来人员登记：" in record.rights
    assert "读" in record.rights


@pytest.mark.rule("R-USR-04")
def test_administrators_are_never_given_business_roles(ask: Any, cast: Bureau) -> None:
    with pytest.raises(Refused):
        ask("system_admin", person=cast.people["system_admin"].pk)


def test_the_unit_asks_for_its_own_people_only(ask: Any, cast: Bureau) -> None:
    with pytest.raises(Refused, match="不是本部门人员"):
        ask(person=cast.people["reviewer"].pk)


def test_the_person_concerned_does_not_approve_and_the_owner_still_does(
    ask: Any, do: Any, cast: Bureau
) -> None:
    record = ask(person=cast.people["unit_head"].pk)
    with pytest.raises(Refused):
        do(record, "approve", "unit_head")
    assert do(record, "approve", "business_unit").state == "approved"


def test_nothing_to_change_is_said_before_anybody_signs(ask: Any) -> None:
    with pytest.raises(Refused, match="没有“门岗”角色"):
        ask(kind="revoke")
