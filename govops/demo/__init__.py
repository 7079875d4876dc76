"""The demonstration bureau: invented units, people and a year of history. Never part of a real installation."""

from __future__ import annotations

from typing import Any

#: The one password of all demonstration accounts, shown on the login page in demonstration mode.
PASSWORD = "Govops#2026"  # noqa: S105 - it is meant to be known


def login_words() -> dict[str, Any]:
    """What the login page shows in demonstration mode (setting DEMONSTRATION_LOGIN)."""
    from govops.demo.accounts import demo_accounts

    return {"demo_password": PASSWORD, "demo_accounts": demo_accounts()}
