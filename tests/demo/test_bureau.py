"""The demonstration bureau is complete and obeys the house's own rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from govops.demo.accounts import demo_accounts
from govops.demo.bureau import Bureau
from govops.demo.people import TITLES
from govops.kernel.access.actor import Actor
from govops.kernel.access.models import RoleGrant
from govops.kernel.access.roles import ADMINISTRATORS, all_roles
from govops.kernel.calendar.working_time import working_time
from govops.kernel.organization import people
from govops.kernel.organization.choices import Function
from govops.kernel.processes import seats

ROLES = [
    "system_admin",
    "security_admin",
    "audit_admin",
    "oa_admin",
    "app_liaison",
    "unit_secrecy_officer",
    "network_engineer",
    "key_officer",
    "duty_officer",
    "escort",
    "mr_manager",
    "access_card_officer",
    "unit_head",
    "service_desk",
    "support_l1",
    "support_l2",
    "support_l3",
    "incident_manager",
    "problem_manager",
    "change_manager",
    "release_manager",
    "configuration_manager",
    "service_level_manager",
    "cab",
    "backup_operator",
    "project_manager",
    "contract_officer",
    "budget_officer",
    "drafter",
    "reviewer",
    "signer",
    "registry_clerk",
    "seal_officer",
    "supervisor_officer",
    "archivist",
    "classification_authority",
    "classification_originator",
    "portal_editor",
    "portal_approver",
    "internal_auditor",
    "end_user",
    "guard",
]
FUNCTIONS = [*Function.values, "business_unit", "subordinate_unit"]


@pytest.mark.parametrize("username", [*ROLES, *FUNCTIONS])
def test_every_role_and_function_of_the_norms_has_an_account_of_that_name(
    cast: Bureau, username: str
) -> None:
    assert cast.accounts[username].person is not None


def test_every_unit_function_is_played_by_a_unit(cast: Bureau) -> None:
    assert [function for function in Function.values if people.unit_with(function) is None] == []


def test_every_seat_has_two_holders_or_is_a_single_post(cast: Bureau) -> None:
    for seat in seats.all_seats():
        for unit in cast.units.values() if seat.per_unit else [None]:
            assert people.holders(seat.code, unit=unit), f"nobody in {seat.code} of {unit}"


def test_every_role_is_held(cast: Bureau) -> None:
    held = set(RoleGrant.objects.values_list("role", flat=True)) | {"end_user"}
    assert {role.code for role in all_roles()} - held == set()


@pytest.mark.rule("R-USR-04")
def test_administrators_hold_one_role_and_sit_nowhere(cast: Bureau, actor: Callable[..., Actor]) -> None:
    for name in ADMINISTRATORS:
        assert actor(name).roles == {name}
        assert not cast.people[name].seats.exists()


def test_names_and_usernames_are_distinct(cast: Bureau) -> None:
    assert [name for name, times in Counter(p.name for p in cast.people.values()).items() if times > 1] == []
    assert len({p.pinyin for p in cast.people.values()}) == len(cast.people)


def test_the_login_page_lists_the_named_accounts(cast: Bureau) -> None:
    rows = demo_accounts()
    assert {row["username"] for row in rows} >= {*ROLES, *FUNCTIONS}
    assert all(row["role"] and row["name"] and row["unit"] for row in rows)
    assert TITLES.keys() <= cast.accounts.keys()


def test_the_calendar_knows_the_spring_festival(cast: Bureau) -> None:
    assert not working_time().day(date(2026, 2, 17)).is_working


def test_actor_client_and_token_are_the_same_person(
    cast: Bureau, actor: Callable[..., Actor], client_of: Callable[..., Client]
) -> None:
    assert actor("guard").roles == {"guard", "end_user"}
    assert actor("guard", channel="api").channel == "api"
    assert client_of("guard").session["_auth_user_id"] == str(cast.accounts["guard"].pk)


def test_nothing_is_seeded_outside_demonstration_mode(db: None, settings: object) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="演示模式"):
        call_command("seed_demo")


def test_a_token_is_printed_only_in_demonstration_mode(
    cast: Bureau, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="演示模式"):
        call_command("demo_token", "guard")
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    call_command("demo_token", "guard")
    assert capsys.readouterr().out.startswith("govops_")
