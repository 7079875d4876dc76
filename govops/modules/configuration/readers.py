"""Who else may read an item: the person who has it in use reads what is his to keep, and in which place it stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records import visibility
from govops.modules.configuration.models import ConfigurationItem


def kept_by(actor: Actor, register: str) -> QuerySet[Any]:
    """Ids of the items of which the actor is the custodian, and of their places."""
    rows = ConfigurationItem.objects.order_by()
    if register != "configuration_item":
        return rows.none().values_list("pk")
    mine = rows.filter(custodian=actor.person)
    return rows.filter(Q(custodian=actor.person) | Q(pk__in=mine.values("location"))).values_list("pk")


visibility.participation.append(kept_by)
