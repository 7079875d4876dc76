"""A few people and one machine room: enough to try the API on the golden register."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govops.kernel import moment
from govops.kernel.access import tokens
from govops.kernel.access.actor import actor_for
from govops.kernel.access.models import Account, RoleGrant
from govops.kernel.calendar import hours
from govops.kernel.calendar.models import WorkCalendar
from govops.kernel.organization.models import Person, SeatHolder, Unit
from govops.kernel.registers import doors, site


@dataclass
class Bureau:
    """Who there is, with a token each; `room` and `zone` are ids."""

    people: dict[str, Person] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    room: int = 0
    zone: int = 0

    def entry(self, **changed: Any) -> dict[str, Any]:
        """A visitor's form that every rule accepts, today at two."""
        day = f"{moment.today()}"
        return {
            "visitor_unit": "华信网络",
            "visitor_name": "陈工",
            "visitor_phone": "010-1234",
            "visitor_kind": "mainland",
            "identity_document": "identity_card",
            "identity_number": "11010519491231002X",
            "category": "maintenance",
            "purpose": "巡检空调",
            "machine_room": self.room,
            "zones": [self.zone],
            "planned_from": f"{day}T14:00",
            "planned_to": f"{day}T16:30",
            "escort": self.people["escort"].pk,
            "carried_items": [{"name": "万用表", "quantity": 1}],
            "pledged": True,
        } | changed


def build() -> Bureau:
    """Build it in the database."""
    if not WorkCalendar.objects.exists():
        hours.ensure_default(years=(moment.today().year, moment.today().year + 1))
    root = Unit.objects.create(code="API-ROOT", name="某委", short_name="某委", kind="root")
    units = {
        code: Unit.objects.create(code=f"API-{code}", name=name, short_name=name, parent=root)
        for code, name in UNITS.items()
    }
    bureau = Bureau()
    for number, (key, name, unit, roles, seats) in enumerate(PEOPLE):
        person = Person.objects.create(name=name, employee_no=f"9{number:03}", unit=units[unit])
        account = Account.objects.create(username=f"api_{key}", person=person, password="!")
        for role in roles:
            RoleGrant.objects.create(account=account, role=role, basis="初始化", granted_by="安全管理员")
        for seat in seats:
            SeatHolder.objects.create(seat=seat, person=person)
        bureau.people[key] = person
        bureau.tokens[key] = tokens.issue(account, name="试验", scopes=["*"])[1]
    manager = actor_for(bureau.people["manager"].account)
    room = {
        "code": "API-A",
        "name": "主机房",
        "location": "三楼",
        "manager": manager.person.pk,
        "is_active": "1",
    }
    bureau.room = doors.create(site.get("machine_room"), room, actor=manager).pk
    zone = {"machine_room": bureau.room, "name": "核心网络区", "is_dedicated": "1", "is_active": "1"}
    bureau.zone = doors.create(site.get("zone"), zone, actor=manager).pk
    return bureau


UNITS = {"IC": "信息中心", "BM": "保密办", "GH": "规划处"}
PEOPLE = (
    ("manager", "周敏", "IC", ("mr_manager",), ("machine_room_manager",)),
    ("security", "李建国", "BM", ("security_officer",), ("security_secrecy",)),
    ("applicant", "何静", "GH", (), ()),
    ("stranger", "外人", "GH", (), ()),
    ("escort", "王磊", "IC", ("duty_officer",), ()),
    ("guard", "门岗", "IC", ("guard",), ("machine_room_guard",)),
    ("admin", "系统员", "IC", ("system_admin",), ()),
)
