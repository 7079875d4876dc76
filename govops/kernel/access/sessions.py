"""How long a login lasts: ended by silence, by stopping the account and by a new password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from govops.kernel import moment, parameters
from govops.kernel.access.actor import Actor
from govops.kernel.access.models import Account

_SEEN = "seen"
#: the time of the last deed is written at most this often, so that reading writes nothing
_STEP_SECONDS = 60
#: a page that refreshes itself says so; it does not keep anybody logged in
BACKGROUND_HEADER = "X-Background"


def begin(request: HttpRequest) -> None:
    """Start counting, at login."""
    request.session[_SEEN] = int(moment.now().timestamp())


def idle_minutes(actor: Actor) -> int:
    """After how many silent minutes this person is logged out."""
    return parameters.value(
        "auth.admin_idle_timeout_minutes" if actor.is_administrator else "auth.idle_timeout_minutes"
    )


def is_idle(request: HttpRequest, actor: Actor) -> bool:
    """Whether the person was silent for too long; if not, this request counts as a sign of life."""
    now = int(moment.now().timestamp())
    seen = request.session.get(_SEEN)
    if seen is None:
        begin(request)
        return False
    if was_silent(request.session, actor):
        return True
    if now - seen >= _STEP_SECONDS and not request.headers.get(BACKGROUND_HEADER):
        request.session[_SEEN] = now
    return False


def was_silent(session: Mapping[str, Any], actor: Actor) -> bool:
    """Whether nothing was done in this session for longer than the person may be silent."""
    seen = session.get(_SEEN)
    return seen is not None and int(moment.now().timestamp()) - seen > idle_minutes(actor) * 60


def must_change_password(account: Account) -> bool:
    """True for a password that somebody else set, or that is older than allowed."""
    age = timedelta(days=parameters.value("auth.password_max_age_days"))
    return account.must_change_password or moment.now() - account.password_changed_at > age
