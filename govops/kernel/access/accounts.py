"""Accounts are opened here and nowhere else (S9§17–18, R-USR-03)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from govops.kernel import moment
from govops.kernel.access import rights, witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Allowed, Answer, Denied, Refused, require
from govops.kernel.access.models import Account, ApiToken, DirectOpening, SystemState
from govops.kernel.access.roles import ADMINISTRATORS, SYSTEM_ADMIN
from govops.kernel.organization.models import Person

USERNAME = re.compile(r"[a-z][a-z0-9_.]{2,29}")
USERNAME_WORDS = "用户名由 3–30 个小写字母、数字、点或下划线组成，以字母开头"
REGISTER = "account"


@dataclass(frozen=True)
class Warrant:
    """The approved record that an account is opened against."""

    register: str
    record_id: int
    number: str


#: register → whether this record allows opening this account for this person now; modules add theirs
_checks: dict[str, Callable[[Warrant, Person, str], Answer]] = {}


def accept_warrants(register: str, check: Callable[[Warrant, Person, str], Answer]) -> None:
    """Let records of `register` be warrants; `check(warrant, person, username)` says whether this one is."""
    _checks[register] = check


def username_problem(username: str, *, but: Account | None = None) -> str:
    """Why the username cannot be had; empty when it can."""
    if not USERNAME.fullmatch(username):
        return f"“{username[:40]}”不能作用户名：{USERNAME_WORDS}。"
    taken = Account.objects.filter(username=username)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        return f"用户名“{username}”已被使用，请换一个（如加数字）。"
    return ""


def open_account(
    *,
    person: Person,
    username: str,
    actor: Actor,
    warrant: Warrant | None = None,
    reason: str = "",
    expires_on: date | None = None,
) -> Account:
    """A new account without a password, not yet in use.

    With a warrant it comes into use when the security administrator grants its first roles (`enable`). Without one it
    needs a `reason`, is refused in 正式运行, and comes into use when a second administrator confirms it (`confirm`).
    """
    rights.only(actor, SYSTEM_ADMIN, to="开户")
    if sentence := username_problem(username):
        raise Refused(sentence, field="username", status=422)
    if Account.objects.filter(person=person).exists():
        raise Refused(
            f"{person.label}已有账户“{person.account.username}”，一人一户，无需再开。",
            field="person",
            status=422,
        )
    if not person.is_active:
        raise Refused(f"{person.label}已离岗，不能开户。", field="person", status=422)
    with transaction.atomic():
        require(_may_open(warrant, person, username), status=409)
        if warrant is None:
            reason = rights.words(reason, title="理由", field="reason")
        account = Account(
            username=username, person=person, is_active=False, expires_on=expires_on, must_change_password=True,
            basis=warrant.number if warrant else "初始化直接开户",
            warrant_register=warrant.register if warrant else "", warrant_id=warrant.record_id if warrant else None,
        )  # fmt: skip
        account.set_unusable_password()
        account.save(force_insert=True)
        if warrant is None:
            assert actor.account is not None
            DirectOpening.objects.create(account=account, reason=reason[:200], opened_by=actor.account)
        _tell(
            actor,
            account,
            "create",
            f"开户 {username}（{person.label}）",
            after={"用户名": username, "人员": person, "依据": account.basis, "理由": reason},
        )
    return account


def _may_open(warrant: Warrant | None, person: Person, username: str) -> Answer:
    state = SystemState.objects.select_for_update().filter(pk=1).first()
    if warrant is not None:
        check = _checks.get(warrant.register)
        if check is None:
            return Denied("开户须凭已批准的《内网用户申请》，其他单据不能作为开户依据。", rule="R-USR-03")
        if Account.objects.filter(warrant_register=warrant.register, warrant_id=warrant.record_id).exists():
            return Denied(f"申请单 {warrant.number} 已经开过户，一张申请单只能开一个账户。", rule="R-USR-03")
        return check(warrant, person, username)
    if state is not None and state.is_production:
        return Denied(
            "系统已正式运行，系统管理员不得私设用户；请由所在部门填写《内网用户申请》，办公室、人教处审核同意后按单建户。",
            rule="R-USR-03",
        )
    return Allowed()


def confirm(account: Account, *, actor: Actor) -> None:
    """复核: a second administrator lets a directly opened account come into use."""
    rights.only(actor, *ADMINISTRATORS, to="复核直接开户")
    with transaction.atomic():
        opening = DirectOpening.objects.select_for_update().filter(account=account).first()
        if opening is None or opening.confirmed_at is not None:
            raise Refused("此账户不需要复核，或已复核过。")
        assert actor.account is not None
        if opening.opened_by_id == actor.account.pk:
            raise Refused(
                "开户人不得复核自己开的账户，请由安全管理员或审计管理员复核。", rule="R-USR-03", status=403
            )
        opening.confirmed_by, opening.confirmed_at = actor.account, moment.now()
        opening.save(update_fields=["confirmed_by", "confirmed_at"])
        _set_active(account, True)
        _tell(actor, account, "authorize", f"复核直接开户 {account.username}")


def enable(account: Account, *, actor: Actor) -> None:
    """Bring an account opened against a warrant into use, after its first roles were granted."""
    if account.warrant_id is None or account.is_active or account.stopped_at is not None:
        return
    _set_active(account, True)
    _tell(
        actor, account, "update", f"启用账户 {account.username}", before={"启用": False}, after={"启用": True}
    )


def stop(account: Account, *, reason: str, actor: Actor) -> None:
    """停用: logged out everywhere and tokens revoked at once."""
    if not actor.is_system:
        rights.only(actor, SYSTEM_ADMIN, to="停用账户")
    reason = rights.words(reason, title="停用原因", field="reason")
    if actor.account is not None and actor.account.pk == account.pk:
        raise Refused("不能停用自己的账户，请由另一名系统管理员办理。", status=403)
    if account.stopped_at is not None:
        raise Refused(f"账户“{account.username}”已停用。")
    with transaction.atomic():
        end_logins(account)
        account.is_active, account.stopped_at, account.stop_reason = False, moment.now(), reason[:200]
        account.save(update_fields=["is_active", "stopped_at", "stop_reason"])
        _tell(
            actor,
            account,
            "update",
            f"停用账户 {account.username}：{reason}",
            before={"启用": True},
            after={"启用": False, "原因": reason},
        )


def resume(account: Account, *, reason: str, actor: Actor) -> None:
    """恢复 a stopped account of somebody who is still here. Roles that ended stay ended."""
    rights.only(actor, SYSTEM_ADMIN, to="恢复账户")
    reason = rights.words(reason, title="恢复原因", field="reason")
    if account.stopped_at is None:
        raise Refused(f"账户“{account.username}”没有停用，无需恢复。")
    if account.person is None or not account.person.is_active:
        raise Refused("账户所属人员已离岗，不能恢复；返岗的请先在“单位与人员”中登记。", rule="R-HR-03")
    if account.expires_on is not None and account.expires_on < moment.today():
        raise Refused(f"账户有效期已于 {account.expires_on:%Y-%m-%d} 届满，不能恢复；请由所在部门重新申请。")
    with transaction.atomic():
        account.is_active, account.stopped_at, account.stop_reason = True, None, ""
        account.save(update_fields=["is_active", "stopped_at", "stop_reason"])
        _tell(
            actor,
            account,
            "update",
            f"恢复账户 {account.username}：{reason}",
            before={"启用": False},
            after={"启用": True, "原因": reason},
        )


def end_logins(account: Account, *, but: str = "") -> None:
    """End every login and token of an account; `but` is the key of a session that stays."""
    ApiToken.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=moment.now())
    for session in Session.objects.filter(expire_date__gt=moment.now()).iterator():
        if session.session_key != but and session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def stop_expired() -> int:
    """The nightly job: stop accounts whose term is over. Answers how many."""
    from govops.kernel.access.actor import SYSTEM

    over = Account.objects.filter(expires_on__lt=moment.today(), is_active=True)
    for account in over:
        stop(account, reason=f"有效期至 {account.expires_on:%Y-%m-%d}，到期自动停用", actor=SYSTEM)
    return len(over)


def _set_active(account: Account, active: bool) -> None:
    account.is_active = active
    account.save(update_fields=["is_active"])


def _tell(actor: Actor, account: Account, operation: str, summary: str, **facts: Any) -> None:
    witness.tell(
        actor=actor, operation=operation, register=REGISTER, record_id=account.pk, number=account.username, summary=summary, **facts
    )  # fmt: skip
