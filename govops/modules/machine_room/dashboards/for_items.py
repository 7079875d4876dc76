"""What the patrols tell in the life of an item that is a machine room or stands in one: what was out of limits or abnormal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import Chapter, ConfigurationItem, ObjectClass, timeline
from govops.modules.machine_room.models import EnvironmentPatrol

#: what belongs to the room itself: its power, its air, its racks
CONCERNED = (ObjectClass.FACILITY, ObjectClass.PLACE)
_FACTS = ("is_out_of_limits", "limit_words", "abnormality")


def alarming(item: Any, actor: Actor) -> QuerySet[Any]:
    """The patrols worth telling, of the room that bears the item's name or that of the place where it stands."""
    if item.type.object_class not in CONCERNED:
        return EnvironmentPatrol.objects.none()
    places = ConfigurationItem.objects.filter(pk__in=[pk for pk in (item.pk, item.location_id) if pk])
    patrols = EnvironmentPatrol.objects.filter(machine_room__name__in=places.order_by().values("name"))
    told = patrols.filter(Q(is_out_of_limits=True) | ~Q(abnormality=""))
    return visible(told, actor, register="environment_patrol")


def words_of(row: Mapping[str, Any]) -> str:
    """机房巡检：温度 29.4 ℃，超出 18～27 ℃；空调报高温告警."""
    found = [row["limit_words"] if row["is_out_of_limits"] else "", row["abnormality"][:80]]
    return f"机房巡检：{'；'.join(filter(None, found))}"


timeline.append(Chapter("environment_patrol", alarming, "patrolled_at", _FACTS, words_of, "temperature"))
