"""What operators set, for tests that need another value than the default."""

from __future__ import annotations

from typing import Any

from govops.kernel.parameters import catalogue
from govops.kernel.parameters.models import ParameterValue


def set_parameter(key: str, value: Any) -> None:
    """Set it, and let this process know at once."""
    ParameterValue.objects.update_or_create(key=key, defaults={"value": value})
    catalogue.forget()
