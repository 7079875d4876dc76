"""What a password must be, and the one way to set one."""

from __future__ import annotations

import secrets
import string
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from govops.kernel import moment, parameters
from govops.kernel.access import witness
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.access.models import Account, ApiToken, PasswordRecord

SIGNS = "!@#$%^&*()-_=+[]{};:,.?/~"
_KINDS = ((string.ascii_uppercase, "大写字母"), (string.ascii_lowercase, "小写字母"), (string.digits, "数字"))


class LongEnough:
    """At least `auth.password_min_length` signs."""

    def validate(self, password: str, user: Any = None) -> None:
        wanted = parameters.value("auth.password_min_length")
        if len(password) < wanted:
            raise ValidationError(f"口令至少 {wanted} 位，现为 {len(password)} 位。")

    def get_help_text(self) -> str:
        return f"至少 {parameters.value('auth.password_min_length')} 位"


class AllKinds:
    """Upper and lower case, a digit and a sign."""

    def validate(self, password: str, user: Any = None) -> None:
        missing = [words for signs, words in _KINDS if not set(password) & set(signs)]
        if all(sign in string.ascii_letters + string.digits for sign in password):
            missing.append("符号")
        if missing:
            raise ValidationError(f"口令缺少{'、'.join(missing)}；须同时含大写字母、小写字母、数字和符号。")

    def get_help_text(self) -> str:
        return "含大写字母、小写字母、数字和符号"


class NotTheName:
    """Neither the username nor the pinyin of the name inside."""

    def validate(self, password: str, user: Any = None) -> None:
        names = [getattr(user, "username", ""), getattr(getattr(user, "person", None), "pinyin", "")]
        if any(len(name) >= 4 and name.lower() in password.lower() for name in names):
            raise ValidationError("口令不能包含用户名或姓名拼音。")

    def get_help_text(self) -> str:
        return "不含用户名或姓名拼音"


class NotUsedBefore:
    """Not the present one nor the last `auth.password_history`."""

    def validate(self, password: str, user: Any = None) -> None:
        if not isinstance(user, Account) or user.pk is None:
            return
        count = parameters.value("auth.password_history")
        digests = [user.password, *user.passwords.values_list("digest", flat=True)[:count]]
        if any(digest and check_password(password, digest) for digest in digests):
            raise ValidationError(f"口令不能与最近 {count} 次用过的相同，请换一个。")

    def get_help_text(self) -> str:
        return f"不与最近 {parameters.value('auth.password_history')} 次相同"


def policy() -> list[str]:
    """What a new password must be, in words."""
    return [check().get_help_text() for check in (LongEnough, AllKinds, NotTheName, NotUsedBefore)]


def problems(password: str, account: Account | None = None) -> list[str]:
    """Why the password will not do; empty when it will."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return list(error.messages)
    return []


def put(account: Account, password: str, *, actor: Actor, must_change: bool, summary: str) -> None:
    """Set a password that was chosen by its owner or made by an administrator; Refused 422 when it will not do."""
    if wrong := problems(password, account):
        raise Refused(wrong[0], field="password", status=422, errors={"password": wrong})
    with transaction.atomic():
        account.set_password(password)
        account.must_change_password = must_change
        account.password_changed_at = moment.now()
        account.save(update_fields=["password", "must_change_password", "password_changed_at"])
        PasswordRecord.objects.create(account=account, digest=account.password)
        _forget_old(account)
        witness.tell(
            actor=actor, operation="password", register="account", record_id=account.pk, number=account.username, summary=summary
        )  # fmt: skip


def change_own(account: Account, *, old: str, new: str, actor: Actor) -> None:
    """修改口令 by the owner."""
    if not account.check_password(old):
        witness.tell(
            actor=actor, operation="password", register="account", record_id=account.pk, number=account.username, result="refused",
            summary="修改口令：原口令不正确",
        )  # fmt: skip
        raise Refused("原口令不正确，请重新输入。", field="old", status=422)
    put(account, new, actor=actor, must_change=False, summary="修改口令")


def hand_out(account: Account, *, actor: Actor) -> str:
    """A first or new password made by the machine, shown once; its owner must change it at the next login. Tokens end."""
    text = random_password()
    with transaction.atomic():
        put(account, text, actor=actor, must_change=True, summary="发放临时口令")
        ApiToken.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=moment.now())
    return text


def random_password(length: int = 14) -> str:
    """Random, meeting the policy, without signs that are mistaken for each other."""
    kinds = ["ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "#%+=?@"]
    length = max(length, parameters.value("auth.password_min_length"))
    signs = [secrets.choice(kind) for kind in kinds] + [
        secrets.choice("".join(kinds)) for _ in range(length - len(kinds))
    ]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


def _forget_old(account: Account) -> None:
    keep = account.passwords.values_list("pk", flat=True)[: _kept()]
    account.passwords.exclude(pk__in=list(keep)).delete()


def _kept() -> int:
    """How many digests are kept: the most that the parameter may ask for."""
    return int(parameters.parameter("auth.password_history").maximum or 24)
