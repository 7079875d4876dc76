"""What the pictures of configuration ask of the machine rooms: the last reading, the limits, the open alerts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import RoomReading, room_readings
from govops.modules.machine_room.choices import AlertState
from govops.modules.machine_room.models import EnvironmentPatrol, MachineRoom, RoomAlert
from govops.modules.machine_room.rules.patrols import Limits


def latest(actor: Actor) -> list[RoomReading]:
    """One reading for each active room that the actor may see; one query."""
    patrols = EnvironmentPatrol.objects.filter(machine_room=OuterRef("pk"))
    newest = visible(patrols, actor, register="environment_patrol").order_by("-patrolled_at", "-id")
    alerts = RoomAlert.objects.filter(machine_room=OuterRef("pk")).exclude(state=AlertState.CLOSED)
    still_open = visible(alerts, actor, register="room_alert").order_by().values("machine_room")
    rooms = visible(MachineRoom.objects.filter(is_active=True), actor, register="machine_room").annotate(
        patrolled_at=Subquery(newest.values("patrolled_at")[:1]),
        measured_temperature=Subquery(newest.values("temperature")[:1]),
        measured_humidity=Subquery(newest.values("humidity")[:1]),
        open_alerts=Coalesce(Subquery(still_open.annotate(many=Count("pk")).values("many")), 0),
    )
    return [_reading(room) for room in rooms]


def _reading(room: Any) -> RoomReading:
    limits = Limits.of(room)
    return RoomReading(
        room=room.name,
        url=f"/m/machine_room/?room={room.pk}",
        at=room.patrolled_at,
        temperature=None if room.measured_temperature is None else float(room.measured_temperature),
        humidity=None if room.measured_humidity is None else float(room.measured_humidity),
        limits=(limits.temperature_low, limits.temperature_high),
        alerts=room.open_alerts,
    )


room_readings.append(latest)
