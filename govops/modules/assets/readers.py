"""Who else may read an item: whoever is about to receive it reads what he is to sign for."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, F, Func, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records import visibility
from govops.modules.assets.choices import HandOverState
from govops.modules.assets.models import HandOver


def handed_to(actor: Actor, register: str) -> QuerySet[Any]:
    """Ids of the items on papers that wait for the actor's signature as their receiver."""
    papers = HandOver.objects.order_by()
    if register != "configuration_item":
        return papers.none().values_list("pk")
    waiting = papers.filter(receiver=actor.person, state=HandOverState.HANDED)
    each = Func(F("items"), function="unnest", output_field=BigIntegerField())
    return waiting.annotate(one=each).values_list("one")


visibility.participation.append(handed_to)
