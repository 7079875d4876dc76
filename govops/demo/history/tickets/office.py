"""Who asks, who helps, and what the blanks of a text are filled with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from govops.demo.history import services_offered as offered
from govops.demo.history.bulk import Aside, Verb
from govops.demo.history.catalogue import Catalogue
from govops.demo.history.data_centre.naming import Naming
from govops.demo.history.tickets import phrases as said
from govops.demo.history.tickets import ticking
from govops.demo.history.world import World
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.processes.declarations import Deed
from govops.kernel.records import kinds
from govops.kernel.records.models import Comment
from govops.modules.service_catalogue.public import Targets, priority_of

DESK = ("service_desk", "support_l1")
#: they keep the machines themselves, or watch over others: the desk seldom hears of them
NOT_REPORTING = {
    "system_admin", "security_admin", "audit_admin", "service_desk", "support_l1", "support_l2", "support_l3", "incident_manager",
    "om_vendor", "wenzihao", "qiyong", "guard", "tianbaoshan", "signer",
}  # fmt: skip
#: who sees every item, and so may choose it
READERS = (*DESK, "support_l2", "support_l3", "incident_manager")
VENDOR = "华信驻场组"
THIRD_LINE = "系统平台组"
_ASSETS = ("JW-PC-{:04d}", "JW-NB-{:04d}")


@dataclass
class Office:
    """The world of the tickets: the catalogue in hand, and the people by what they do."""

    world: World
    made: Catalogue
    naming: Naming | None = None
    reporters: tuple[str, ...] = ()
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = self.world.bureau.people
        self.reporters = tuple(name for name in people if name not in NOT_REPORTING)
        self.members = {row.name: row.people for row in offered.GROUPS}
        ticking.forget()
        self._support = {row.name: row.support for row in offered.SERVICES}
        self._heads = {name for name, account in self.world.bureau.accounts.items() if self._leads(account)}

    def _leads(self, account: Any) -> bool:
        person = account.person
        return person is not None and any(
            word in person.title for word in ("处长", "主任", "馆长", "局长", "科长")
        )

    # --- people ---

    def reporter(self, *, approved: bool = False) -> str:
        """Somebody who comes with something; for what must be approved, somebody who leads nobody."""
        while True:
            name = self.world.pick(self.reporters)
            if not (approved and name in self._heads):
                return name

    def person(self, username: str) -> Any:
        return self.world.bureau.people[username]

    def helper(self, group: str) -> str:
        """A member of the group, the leader less often."""
        names = self.members[group]
        return self.world.chance.choices(names, [1, *([2] * (len(names) - 1))])[0]

    def support_of(self, service: str) -> str:
        """The name of the group that takes a service."""
        return self._support[service]

    # --- words ---

    def blanks(self, reporter: str, at: datetime) -> dict[str, str]:
        """What stands in the braces of a text."""
        chance, person = self.world.chance, self.person(reporter)
        room = f"{2 + person.pk % 6}{person.pk % 19 + 1:02d}"
        return {
            "room": room, "floor": said.FLOORS[int(room[0]) - 1], "unit": person.unit.short_name, "app": chance.choice(said.APPS),
            "asset": chance.choice(_ASSETS).format(person.pk * 7 % 900 + 100), "doc": chance.choice(said.DOCUMENTS),
            "hour": str(chance.randint(9, 16)), "meeting": chance.choice(said.MEETINGS), "site": chance.choice(said.SITES),
            "number": f"JW-SRV-{chance.randint(1, 28):02d}",
            "later": str(timezone.localtime(at).date() + timedelta(days=chance.randint(4, 30))),
        }  # fmt: skip

    def answers(
        self, service: str, given: Sequence[tuple[str, str]], blanks: dict[str, str]
    ) -> list[dict[str, str]]:
        """Answers to what the service asks besides."""
        known = {
            "办公室房间号": blanks["room"], "设备编号（机身标签）": blanks["asset"], "用途": "业务系统功能测试", "培训人数": "20",
            "会议名称": blanks["meeting"], "会议日期": blanks["later"], "是否视频会商": "否", "系统名称": "其他", "使用截止日期": blanks["later"],
            "出错的功能": "其他", "数据所在系统": blanks["app"],
            **{question: answer.format_map(blanks) for question, answer in given},
        }  # fmt: skip
        asked = [row["title"] for row in self.made.services[service].form_fields]
        return [{"question": title, "answer": known[title]} for title in asked if title in known]

    def items(self, system: str, reporter: str, writer: str) -> list[int]:
        """The configuration items meant by a system's name; who is not of the desk may name his own alone."""
        if self.naming is None:
            return []
        found = self.naming.items(system, reporter)
        return found if writer in READERS else [pk for pk in found if pk == self.naming.own(writer)]

    # --- promises ---

    def targets(self, service: str, impact: str, urgency: str, at: datetime) -> Targets:
        return ticking.promised(self.made.services[service].pk, priority_of(impact, urgency), at)

    # --- deeds ---

    def verb(self, name: str, by: str | Actor, at: datetime, **data: Any) -> Verb:
        return Verb(name, self.world.actor(by) if isinstance(by, str) else by, at, data)

    def remark(self, by: str, at: datetime, text: str, *, internal: bool = False) -> Aside:
        return Aside(say, self.world.actor(by), at, {"text": text, "is_internal": internal})


def say(record: Any, deed: Deed) -> None:
    """As `comments.add`, with the rows kept back."""
    text, is_internal = deed.data["text"], deed.data["is_internal"]
    code = kinds.of(record).code
    record.lived.comments.append(
        Comment(
            register=code,
            author=deed.actor.person,
            text=text,
            is_internal=is_internal,
            mentions=[],
            at=moment.now(),
        )
    )
    name = "内部备注" if is_internal else "备注"
    record.lived.entries.append(
        {
            "actor": deed.actor, "at": deed.at, "operation": "update", "register": code, "number": record.number, "after": {name: text},
            "secrecy_level": record.secrecy_level, "summary": f"添加{name}",
        }
    )  # fmt: skip


def is_month_end(world: World, day: date) -> bool:
    """One of the last three working days of the month."""
    rest = (day + timedelta(days=n) for n in range(1, 12))
    left = [other for other in rest if other.month == day.month and world.is_working_day(other)]
    return len(left) < 3
