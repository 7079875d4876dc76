"""What the pictures of configuration ask of the machine rooms: the last reading, the limits, the open alerts."""

from __future__ import annotations

from django.db.models import Count

from govops.kernel.access.actor import Actor
from govops.kernel.records.visibility import visible
from govops.modules.configuration.public import RoomReading, room_readings
from govops.modules.machine_room.choices import AlertState
from govops.modules.machine_room.models import EnvironmentPatrol, MachineRoom, RoomAlert
from govops.modules.machine_room.rules.patrols import Limits


def latest(actor: Actor) -> list[RoomReading]:
    """One reading for each active room that the actor may see; three queries."""
    rooms = visible(MachineRoom.objects.filter(is_active=True), actor, register="machine_room")
    by_id = {room.pk: room for room in rooms}
    if not by_id:
        return []
    rows = visible(
        EnvironmentPatrol.objects.filter(machine_room__in=by_id), actor, register="environment_patrol"
    )
    rows = rows.order_by("machine_room_id", "-patrolled_at", "-id").distinct("machine_room_id")
    patrols = {patrol.machine_room_id: patrol for patrol in rows}
    alerts = visible(RoomAlert.objects.filter(machine_room__in=by_id), actor, register="room_alert")
    alerts = alerts.exclude(state=AlertState.CLOSED).order_by()
    open_alerts: dict[int, int] = dict(alerts.values_list("machine_room").annotate(Count("pk")))
    return [_reading(room, patrols.get(pk), open_alerts.get(pk, 0)) for pk, room in by_id.items()]


def _reading(room: MachineRoom, patrol: EnvironmentPatrol | None, alerts: int) -> RoomReading:
    limits = Limits.of(room)
    return RoomReading(
        room=room.name,
        url=f"/m/machine_room/?room={room.pk}",
        at=patrol.patrolled_at if patrol else None,
        temperature=float(patrol.temperature) if patrol else None,
        humidity=float(patrol.humidity) if patrol else None,
        limits=(limits.temperature_low, limits.temperature_high),
        alerts=alerts,
    )


room_readings.append(latest)
