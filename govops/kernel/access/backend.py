"""Username and password. Behind `axes`, which refuses the locked (see `lockout`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from govops.kernel import moment, parameters
from govops.kernel.access.models import Account, granted_on
from govops.kernel.organization import people
from govops.kernel.organization.prepared import Prepared

_by_id = Prepared(
    lambda pk, day: (
        Account.objects.select_related("person__unit")
        .annotate(
            granted=granted_on(day, account="pk"),
            represented=people.principals_on(day, delegate="person"),
            settings=parameters.stored(),
        )
        .filter(pk=pk, is_active=True)
        .order_by()
    ),
    -(2**62),
    date.min,
)


class AccountBackend(BaseBackend):
    """Accounts in use only; the account comes with its person and unit, and with what is set, in one query."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        if not username or password is None or "\x00" in username:
            return None
        account = Account.objects.select_related("person__unit").filter(username=username).first()
        if account is None:
            Account().set_password(password)  # as slow as a real check, so that time does not tell who exists
            return None
        return account if account.check_password(password) and account.is_usable else None

    def get_user(self, user_id: int) -> Account | None:
        account: Any = _by_id.first(int(user_id), moment.today())
        if account:
            parameters.know(account.settings)
        if account and account.person:
            people.know_principals(account.person, account.represented)
        return account if account and account.is_usable else None
