"""Giving, taking, leaving, delegating: each by the right administrator, with a sentence and an entry."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from govops.demo.bureau import Bureau
from govops.kernel import moment, parameters
from govops.kernel.access import accounts, bureau, delegating, grants, production, tokens, tuning
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, DirectOpening, RoleGrant, SystemState
from govops.kernel.audit.models import AuditEntry
from govops.kernel.organization.models import Delegation, Person, SeatHolder, Unit

As = Callable[..., Actor]


@pytest.mark.rule("R-USR-04")
@pytest.mark.parametrize(
    ("who", "role"),
    [("system_admin", "mr_manager"), ("mr_manager", "audit_admin"), ("system_admin", "security_admin")],
)
def test_administrators_hold_exactly_one_role(cast: Bureau, actor: As, who: str, role: str) -> None:
    with pytest.raises(Refused) as refused:
        grants.grant(cast.accounts[who], role, basis="文〔2026〕1号", actor=actor("security_admin"))
    assert refused.value.rule == "R-USR-04"
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(account=cast.accounts[who], role=role, basis="x", granted_by="x")


def test_only_the_security_administrator_grants_and_not_to_himself(cast: Bureau, actor: As) -> None:
    with pytest.raises(Refused, match="只有安全管理员"):
        grants.grant(cast.accounts["end_user"], "guard", basis="x", actor=actor("system_admin"))
    with pytest.raises(Refused, match="给自己授权"):
        grants.grant(cast.accounts["security_admin"], "guard", basis="x", actor=actor("security_admin"))
    with pytest.raises(Refused, match="授权依据"):
        grants.grant(cast.accounts["end_user"], "guard", basis=" ", actor=actor("security_admin"))


def test_a_role_ends_the_moment_it_is_taken_and_can_be_given_again_the_same_day(
    cast: Bureau, actor: As
) -> None:
    account, admin = cast.accounts["end_user"], actor("security_admin")
    for _ in range(2):
        row = grants.grant(account, "guard", basis="QXSQ-1", actor=admin)
        assert "guard" in actor_for(account).roles
        grants.revoke(row, reason="调岗", actor=admin)
        assert "guard" not in actor_for(account).roles


def test_the_last_administrator_of_a_kind_stays(cast: Bureau, actor: As) -> None:
    row = RoleGrant.objects.get(role="audit_admin")
    with pytest.raises(Refused, match="最后一名审计管理员"):
        grants.revoke(row, reason="调岗", actor=actor("security_admin"))
    with pytest.raises(Refused, match="最后一名"):
        bureau.leave(
            cast.people["audit_admin"], on=moment.today(), reason="退休", actor=actor("system_admin")
        )


@pytest.mark.rule("R-HR-03")
def test_leaving_ends_everything_at_once(cast: Bureau, actor: As) -> None:
    person, account = cast.people["mr_manager"], cast.accounts["mr_manager"]
    _, text = tokens.issue(account, name="对接", scopes=["*"])
    delegating.delegate(
        cast.people["duty_officer"],
        valid_from=moment.today(),
        valid_to=moment.today(),
        processes=[],
        reason="出差",
        actor=actor("mr_manager"),
    )
    bureau.leave(person, on=moment.today(), reason="退休", actor=actor("system_admin"))
    account.refresh_from_db()
    assert not account.is_active
    assert not account.grants.on().exists()
    assert not SeatHolder.objects.on().filter(person=person).exists()
    assert not Delegation.objects.filter(revoked_at__isnull=True, principal=person).exists()
    with pytest.raises(Refused, match="吊销"):
        tokens.actor_of(text)


def test_those_who_left_come_back_without_their_roles(cast: Bureau, actor: As) -> None:
    admin, person = actor("system_admin"), cast.people["mr_manager"]
    bureau.leave(person, on=moment.today(), reason="借调", actor=admin)
    with pytest.raises(Refused, match="离岗"):
        accounts.resume(cast.accounts["mr_manager"], reason="返岗", actor=admin)
    bureau.come_back(person, reason="借调期满", actor=admin)
    account = Account.objects.select_related("person").get(username="mr_manager")
    accounts.resume(account, reason="返岗", actor=admin)
    assert account.is_usable
    assert not account.grants.on().exists()


@pytest.mark.rule("R-USR-03")
def test_direct_accounts_need_a_second_administrator(cast: Bureau, actor: As) -> None:
    person = Person.objects.create(name="临时", employee_no="T1", unit=cast.units["BGS"])
    account = accounts.open_account(
        person=person, username="linshi", reason="上线准备", actor=actor("system_admin")
    )
    assert not account.is_usable
    with pytest.raises(Refused, match="开户人不得复核"):
        accounts.confirm(account, actor=actor("system_admin"))
    with pytest.raises(Refused, match="尚未复核"):
        production.switch_on(phrase=production.PHRASE, actor=actor("security_admin"))
    accounts.confirm(account, actor=actor("audit_admin"))
    assert account.is_usable
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectOpening.objects.filter(account=account).update(confirmed_by=cast.accounts["system_admin"])


@pytest.mark.rule("R-USR-03")
def test_production_is_switched_on_once_by_the_security_administrator(cast: Bureau, actor: As) -> None:
    with pytest.raises(Refused, match="只有安全管理员"):
        production.switch_on(phrase=production.PHRASE, actor=actor("system_admin"))
    with pytest.raises(Refused, match="完整输入"):
        production.switch_on(phrase="是", actor=actor("security_admin"))
    production.switch_on(phrase=production.PHRASE, actor=actor("security_admin"))
    assert SystemState.current().is_production
    assert AuditEntry.objects.filter(register="system_state").count() == 1
    with pytest.raises(Refused, match="已正式运行"):
        production.switch_on(phrase=production.PHRASE, actor=actor("security_admin"))


@pytest.mark.parametrize("username", ["A", "1abc", "张三", "a b", "ab", "x" * 31, "end_user"])
def test_usernames_that_will_not_do(cast: Bureau, username: str) -> None:
    assert accounts.username_problem(username)


def test_delegations_are_bounded_and_never_of_administrators(cast: Bureau, actor: As) -> None:
    today, other = moment.today(), cast.people["duty_officer"]

    def give(who: str, to: Person = other, first: int = 0, last: int = 3) -> Delegation:
        days = [today + timedelta(days=n) for n in (first, last)]
        return delegating.delegate(
            to, valid_from=days[0], valid_to=days[1], processes=[], reason="出差", actor=actor(who)
        )

    for who in ("system_admin", "security_admin", "audit_admin"):
        with pytest.raises(Refused, match="不得委托"):
            give(who)
    with pytest.raises(Refused, match="不得办理业务审批"):
        give("mr_manager", to=cast.people["audit_admin"])
    with pytest.raises(Refused, match="自己"):
        give("mr_manager", to=cast.people["mr_manager"])
    with pytest.raises(Refused, match="不超过"):
        give("mr_manager", last=200)
    row = give("mr_manager")
    with pytest.raises(Refused, match="已委托"):
        give("mr_manager", first=2, last=5)
    delegating.revoke(row, actor=actor("mr_manager"))
    give("mr_manager")


def test_parameters_have_an_owner_bounds_a_reason_and_a_history(
    cast: Bureau, actor: As, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    key = "auth.lock_minutes"
    with pytest.raises(Refused, match="只有安全管理员"):
        tuning.set_parameter(key, "40", reason="从严", actor=actor("system_admin"))
    with pytest.raises(Refused, match="不能大于"):
        tuning.set_parameter(key, "100000", reason="从严", actor=actor("security_admin"))
    with pytest.raises(Refused, match="整数"):
        tuning.set_parameter(key, "三十", reason="从严", actor=actor("security_admin"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        tuning.set_parameter(key, "40", reason="从严", actor=actor("security_admin"))
    assert parameters.value(key) == 40
    assert AuditEntry.objects.get(operation="parameter").after == {"锁定时长": "40 分钟"}
    parameters.catalogue.forget()


def test_units_keep_their_tree(cast: Bureau, actor: As) -> None:
    admin = actor("system_admin")
    centre = (
        Unit.objects.get(code="XXZX")
        if Unit.objects.filter(code="XXZX").exists()
        else cast.people["info_center"].unit
    )
    child = centre.children.first()
    assert child is not None
    centre.parent = child
    with pytest.raises(Refused, match="下级"):
        bureau.save_unit(centre, actor=admin)
    with pytest.raises(Refused, match="只有系统管理员"):
        bureau.save_unit(Unit(code="N", name="新处", short_name="新处"), actor=actor("security_admin"))


class TestInitialSetup:
    """Without demonstration mode the first start creates the three administrators and nothing else."""

    ARGUMENTS = (
        "--no-input", "--organization", "某委", "--witness", "甲", "--witness", "乙", "--system-admin", "张一:sysadmin1",
        "--security-admin", "李二:secadmin1", "--audit-admin", "王三:audadmin1",
    )  # fmt: skip

    @pytest.fixture(autouse=True)
    def _passwords(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for role in ("SYSTEM", "SECURITY", "AUDIT"):
            monkeypatch.setitem(os.environ, f"GOVOPS_{role}_ADMIN_PASSWORD", "Xk7!quartz")

    def test_it_makes_three_accounts_and_nothing_else(self, db: None) -> None:
        call_command("initial_setup", *self.ARGUMENTS, stdout=StringIO())
        assert sorted(RoleGrant.objects.values_list("role", flat=True)) == [
            "audit_admin",
            "security_admin",
            "system_admin",
        ]
        assert (Account.objects.count(), Person.objects.count(), Unit.objects.count()) == (3, 3, 1)
        assert all(
            account.must_change_password and not account.is_superuser for account in Account.objects.all()
        )
        assert "甲、乙在场" in AuditEntry.objects.filter(operation="authorize").get().summary

    def test_it_refuses_a_second_time(self, db: None) -> None:
        call_command("initial_setup", *self.ARGUMENTS, stdout=StringIO())
        with pytest.raises(CommandError, match="只能做一次"):
            call_command("initial_setup", *self.ARGUMENTS, stdout=StringIO())

    def test_it_needs_two_people_three_names_and_good_passwords(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(CommandError, match="两名操作人员"):
            call_command("initial_setup", *[*self.ARGUMENTS[:5], *self.ARGUMENTS[7:]], stdout=StringIO())
        one_person = [a.replace("李二", "张一") for a in self.ARGUMENTS]
        with pytest.raises(CommandError, match="三个人"):
            call_command("initial_setup", *one_person, stdout=StringIO())
        monkeypatch.setitem(os.environ, "GOVOPS_AUDIT_ADMIN_PASSWORD", "weak")
        with pytest.raises(CommandError, match="审计管理员"):
            call_command("initial_setup", *self.ARGUMENTS, stdout=StringIO())
        assert not Account.objects.exists()

    def test_it_asks_again_for_what_will_not_do(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        typed = iter(["某委", "甲", "", "乙", "张一", "", "张一", "", "李二", "", "王三", ""])
        secret = iter(["weak", *["Xk7!quartz"] * 6])
        monkeypatch.setattr("builtins.input", lambda question: next(typed))
        monkeypatch.setattr("getpass.getpass", lambda question: next(secret))
        errors = StringIO()
        call_command("initial_setup", stdout=StringIO(), stderr=errors)
        assert "此项必填" in errors.getvalue()
        assert "至少 8 位" in errors.getvalue()
        assert set(Account.objects.values_list("username", flat=True)) == {
            "system_admin",
            "security_admin",
            "audit_admin",
        }

    def test_there_is_no_superuser_command(self, db: None) -> None:
        with pytest.raises(CommandError, match="不设超级系统管理员"):
            call_command("createsuperuser", "--noinput", "--username", "root", "--email", "a@b.c")
