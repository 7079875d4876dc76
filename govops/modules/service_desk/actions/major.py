"""重大事件: the leader hears of it, somebody commands, a timeline is kept, a review follows (R-INC-02)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import SYSTEM, Actor
from govops.kernel.organization.models import Person
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Deed
from govops.kernel.registers import doors, site
from govops.modules.service_desk.actions.telling import tell
from govops.modules.service_desk.choices import UpdateKind
from govops.modules.service_desk.models import Incident, MajorIncident
from govops.modules.service_desk.seats import INCIDENT_MANAGER, IT_LEAD


def prepare(major: Any, actor: Actor) -> None:
    """As secret as its incident at least; the leaders are named before they are told."""
    major.secrecy_level = max(major.secrecy_level, major.incident.secrecy_level)
    major.secrecy_years = major.secrecy_years or major.incident.secrecy_years
    if major.pk is None:
        major.notified = "、".join(person.name for person in IT_LEAD.holders(major))[:100]


def declared(major: MajorIncident, actor: Actor) -> None:
    """In the same transaction: the incident is marked, the leader reads it (传阅), the commander is told."""
    Incident.objects.filter(pk=major.incident_id).update(is_major=True)
    leaders = IT_LEAD.holders(major)
    told = {"people": [person.pk for person in leaders], "opinion": f"重大事件：{major.reason}"}
    engine.perform("major_incident", major.pk, "circulate", actor=SYSTEM, data=told)
    tell("major_commander", major, [major.commander], major.reason, words={"办理人": actor.name})


def write_down(major: MajorIncident, kind: UpdateKind, words: str, at: Any) -> None:
    """A line of the timeline by the program."""
    data = {
        "major": major.pk, "kind": kind.value, "words": words[:500], "happened_at": at, "applicant": major.applicant_id,
        "secrecy_level": major.secrecy_level, "secrecy_years": major.secrecy_years,
    }  # fmt: skip
    doors.create(site.get("major_incident_update"), data, actor=SYSTEM)


def announce(major: Any, deed: Deed) -> None:
    """对用户发布进展."""
    write_down(major, UpdateKind.PROGRESS, f"对用户说明：{major.public_words}", deed.at)


def note(major: Any, deed: Deed) -> None:
    """记时间线, by somebody who works on it and has no role of the desk."""
    write_down(major, UpdateKind.PROGRESS, f"{deed.actor.name}：{deed.opinion}", deed.at)


def appoint(major: Any, deed: Deed) -> None:
    words = f"改由{major.commander.name}指挥处置。{deed.opinion}"
    write_down(major, UpdateKind.DECISION, words, deed.at)
    tell("major_commander", major, [major.commander], deed.opinion, deed=deed)


def restore(major: Any, deed: Deed) -> None:
    write_down(major, UpdateKind.MEASURE, f"已恢复。{major.measures}", deed.at)


def review(major: Any, deed: Deed) -> None:
    major.reviewed_at, major.reviewed_by = deed.at, deed.actor.person


def stand_down(major: Any, deed: Deed) -> None:
    """降级: it was no major incident after all; the reason stands in the timeline."""
    Incident.objects.filter(pk=major.incident_id).update(is_major=False)
    write_down(major, UpdateKind.DECISION, f"降为一般事件。{deed.opinion}", deed.at)


def commander_of(major: Any) -> list[Person]:
    return [major.commander]


def reviewers(major: Any) -> list[Person]:
    """恢复后强制评审: work for the incident managers."""
    return INCIDENT_MANAGER.holders(major)
