"""The service catalogue, entered on the first morning through the registers' doors: groups, services, agreements."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from govops.demo.history import services_offered as offered
from govops.demo.history.services_offered import AgreementRow, GroupRow, ServiceRow
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.calendar.hours import ensure_always
from govops.kernel.records.models import Record

MANAGER = "service_level_manager"
PRIORITIES = ("P1", "P2", "P3", "P4")
#: set down but not offered: it waits for an agreement
STILL_DRAFT = "应用培训预约"


@dataclass
class Catalogue:
    """What was made, by name."""

    groups: dict[str, Record] = field(default_factory=dict)
    services: dict[str, Any] = field(default_factory=dict)
    agreements: list[Any] = field(default_factory=list)


def build(world: World) -> Catalogue:
    """Groups, then services, then the agreements under which the services are put in use."""
    made = Catalogue()
    calendars = {"always": ensure_always().pk, "": None}
    with moment.at(world.at(world.first, 8, 10)):
        for group in offered.GROUPS:
            made.groups[group.name] = world.create("support_group", _group(world, group), by=MANAGER)
        for position, service in enumerate(offered.SERVICES, start=1):
            data = _service(made, service, position * 10)
            made.services[service.name] = world.create("service_item", data, by=MANAGER)
        for row in offered.AGREEMENTS:
            made.agreements.append(_agreed(world, made, row, calendars[row.calendar]))
        for name, item in made.services.items():
            if name != STILL_DRAFT:
                made.services[name] = world.perform(item, "put_in_use", by=MANAGER)
    return made


def _group(world: World, row: GroupRow) -> dict[str, Any]:
    people = [world.bureau.people[name].pk for name in row.people]
    unit = world.bureau.units.get(row.provider)
    return {
        "name": row.name, "line": row.line, "leader": people[0], "members": people, "phone": row.phone, "duty": row.duty,
        "provider": unit.pk if unit else None, "is_active": "1",
    }  # fmt: skip


def _service(made: Catalogue, row: ServiceRow, position: int) -> dict[str, Any]:
    asks = [
        {"title": title, "kind": kind, "required": "yes" if required else "no", "choices": choices}
        for title, kind, required, choices in row.asks
    ]
    is_repair = row.kind == "incident"
    return {
        "name": row.name, "group": row.group, "kind": row.kind, "icon": row.icon, "position": position, "summary": row.summary,
        "support_group": made.groups[row.support].pk, "default_category": row.category, "needs_approval": "1" if row.approval else "",
        "form_fields": asks, "goal": f"{offered.GOALS[row.group]}。", "audience": "全体工作人员", "content": row.content,
        "frequency": "随时受理" if is_repair else "按需", "deliverable": row.deliverable,
        "service_hours": "7×24 小时" if row.group in {"facility", "host"} and is_repair else "工作日 8:30—17:30",
        "delivery": "远程处理，必要时到场" if is_repair else "线上受理，线上或现场交付",
    }  # fmt: skip


def _agreed(world: World, made: Catalogue, row: AgreementRow, calendar: int | None) -> Any:
    """Drafted, looked through by both sides, signed."""
    units = world.bureau.units
    first = world.first
    last = first + timedelta(days=row.days) if row.days else date(world.today.year + 1, 12, 31)
    services = [
        item.pk
        for name, item in made.services.items()
        if (item.group in row.groups or name in row.names) and name != STILL_DRAFT
    ]
    data = {
        "kind": row.kind, "name": row.name, "party_a": units[row.party_a].pk, "party_b": units[row.party_b].pk, "services": services,
        "calendar": calendar, "availability": "99.9", "indicators": row.indicators, "penalties": row.penalties,
        "report_cycle": "month" if row.kind == "internal" else "quarter", "valid_from": first, "valid_to": last,
        "review_on": min(date(world.today.year, 12, 15), last),
        "targets": [
            {"priority": priority, "respond": respond, "on_site": on_site or "", "resolve": resolve}
            for priority, (respond, on_site, resolve) in zip(PRIORITIES, row.figures, strict=True)
        ],
    }  # fmt: skip
    agreement = world.create("service_level_agreement", data, by=MANAGER, submit=True)
    world.perform(agreement, "approve", by="info_center" if row.kind == "internal" else "contract_officer")
    world.perform(agreement, "approve", by=row.head)
    return world.perform(agreement, "sign", by=MANAGER, signed_on=first)
