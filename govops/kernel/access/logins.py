"""What a person is told when he comes in: the login before, wrong passwords since, and whether he is in elsewhere (等保三级 身份鉴别)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest

from govops.kernel import moment
from govops.kernel.access import sessions
from govops.kernel.access.actor import Actor
from govops.kernel.access.models import Account, LoginTrace


@dataclass(frozen=True)
class LastLogin:
    """The login before this one: `at` (None: there was none), from which address, and the wrong passwords tried since."""

    at: datetime | None
    address: str
    failures: int


def failed(account: Account) -> None:
    """Count a wrong password against the account."""
    LoginTrace.objects.get_or_create(account=account)
    LoginTrace.objects.filter(account=account).update(failures=F("failures") + 1)


def succeeded(request: HttpRequest, actor: Actor) -> bool:
    """Remember this login, whose session has just begun; answers whether the account is still in use elsewhere."""
    assert actor.account is not None
    trace, _ = LoginTrace.objects.get_or_create(account=actor.account)
    key = request.session.session_key or ""
    elsewhere = trace.session_key != key and _is_alive(trace.session_key, actor)
    trace.previous_address, trace.address = trace.address, actor.address
    trace.previous_failures, trace.failures = trace.failures, 0
    trace.session_key = key
    trace.save()
    return elsewhere


def renewed(request: HttpRequest, account: Account) -> None:
    """The session goes on under another key, as after a new password."""
    LoginTrace.objects.filter(account=account).update(session_key=request.session.session_key or "")


def last_login(account: Account) -> LastLogin:
    """What to tell about the login before this one."""
    trace = LoginTrace.objects.filter(account=account).first() or LoginTrace(account=account)
    return LastLogin(account.previous_login, trace.previous_address, trace.previous_failures)


def _is_alive(key: str, actor: Actor) -> bool:
    """Whether that session has neither ended nor been silent for too long."""
    session = Session.objects.filter(session_key=key, expire_date__gt=moment.now()).first() if key else None
    return session is not None and not sessions.was_silent(session.get_decoded(), actor)
