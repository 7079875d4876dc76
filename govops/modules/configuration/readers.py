"""Who else may read an item: the person who has it in use reads what is his to keep."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records import visibility
from govops.modules.configuration.models import ConfigurationItem


def kept_by(actor: Actor, register: str) -> QuerySet[Any]:
    """Ids of the items of which the actor is the custodian."""
    mine = ConfigurationItem.objects.order_by().values_list("pk")
    return mine.filter(custodian=actor.person) if register == "configuration_item" else mine.none()


visibility.participation.append(kept_by)
