"""What the great incidents and the changes ahead reach: computed on their pages, once corrected by a person."""

from __future__ import annotations

from django.db.models import Q

from govops.demo.history.world import World
from govops.kernel import moment
from govops.modules.change.choices import OPEN, ChangeKind
from govops.modules.change.models import ChangeRequest
from govops.modules.configuration.actions.assessing import assess_record, mark
from govops.modules.configuration.choices import AffectedOrigin
from govops.modules.configuration.models import Affected, ConfigurationItem
from govops.modules.service_desk.models import MajorIncident

EXCLUDED = "值班电话改走应急线路，不受影响。"


def today(world: World) -> None:
    """As the people concerned would press 重新计算 now."""
    with moment.at(world.now):
        changes = ChangeRequest.objects.exclude(items=[]).filter(Q(state__in=OPEN) | Q(kind=ChangeKind.MAJOR))
        for change in changes.order_by("id"):
            assess_record(change, world.actor("change_manager"))
        for major in (
            MajorIncident.objects.exclude(incident__items=[]).select_related("incident").order_by("id")
        ):
            assess_record(major.incident, world.actor("incident_manager"))
        _corrected(world)


def _corrected(world: World) -> None:
    """On the change of the core switches a telephone was said to be safe."""
    change = ChangeRequest.objects.filter(kind=ChangeKind.MAJOR, subject__startswith="核心交换机").first()
    phones = ConfigurationItem.objects.filter(type__code="telephone").order_by("id")
    reached = Affected.objects.filter(register="change_request", record_id=change.pk if change else 0).values(
        "item"
    )
    if change is not None and (phone := phones.filter(pk__in=reached).first()):
        mark(change, phone, AffectedOrigin.EXCLUDED, world.actor("change_manager"), note=EXCLUDED)
