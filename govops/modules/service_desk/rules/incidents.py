"""Incidents that belong together, and those that concern everybody (R-INC-02)."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.norms.rules import rule
from govops.kernel.processes.declarations import Deed
from govops.kernel.records.visibility import may_see
from govops.modules.service_desk.choices import IncidentState, MajorIncidentState
from govops.modules.service_desk.models import OPEN_INCIDENT, Incident, MajorIncident
from govops.modules.service_desk.rules.common import is_member
from govops.modules.service_desk.seats import IT_LEAD

MAJOR = "重大事件通知信息化主管领导、指定专人、恢复后强制评审"
UNSETTLED = (MajorIncidentState.DECLARED, MajorIncidentState.RESTORED)


# --- in the right order of time --------------------------------------------------------------------------------------


def happened_in_order(incident: Any, deed: Deed) -> Answer:
    """发生 ≤ 发现 ≤ now."""
    occurred, detected = incident.occurred_at, incident.detected_at
    for name in ("occurred_at", "detected_at"):
        at = getattr(incident, name)
        if at is not None and at > deed.at:
            return Denied(
                f"“{incident._meta.get_field(name).verbose_name}”不能晚于现在，请核对。", field=name
            )
    if occurred and detected and detected < occurred:
        return Denied("“发现时间”不能早于“发生时间”，请核对。", field="detected_at")
    return Allowed()


def restored_in_order(incident: Any, deed: Deed) -> Answer:
    """恢复 lies between 发生 and now."""
    restored = incident.restored_at
    if restored is None:
        return Allowed()
    if restored > deed.at:
        return Denied("“恢复时间”不能晚于现在，请核对。", field="restored_at")
    if restored < (incident.occurred_at or incident.created_at):
        return Denied("“恢复时间”不能早于发生（未填写的按登记）时间，请核对。", field="restored_at")
    return Allowed()


# --- parents, children, duplicates -----------------------------------------------------------------------------------


def parent_stands_above(incident: Any, deed: Deed) -> Answer:
    """One level only: a parent has no parent, a child no children; a parent is still open when a child joins."""
    parent = incident.parent
    if parent is None:
        return Allowed()
    if parent.pk == incident.pk:
        return Denied("上级事件不能是本事件，请另选。", field="parent")
    if parent.parent_id is not None:
        return Denied(f"{parent.number} 本身已挂在另一事件之下，请选它的上级事件。", field="parent")
    if incident.pk is not None and Incident.objects.filter(parent=incident.pk).exists():
        return Denied("本事件之下已有事件，不能再挂到别的事件之下。", field="parent")
    if parent.state not in OPEN_INCIDENT and incident.pk is None:
        return Denied(f"{parent.number} 已不在处理中，不能再挂新的事件。", field="parent")
    return Allowed()


def merges_into_another(incident: Any, deed: Deed) -> Answer:
    """并入: another incident that is open, is not merged itself, and that the actor may see."""
    main = incident.merged_into
    if main is None:
        return Denied("请选择并入哪一起事件。", field="merged_into")
    if main.pk == incident.pk:
        return Denied("不能并入自己，请另选事件。", field="merged_into")
    if not deed.actor.is_system and not may_see(main, deed.actor, register="incident"):
        return Denied("没有找到要并入的事件，请从列表中选择。", field="merged_into")
    if main.state not in (*OPEN_INCIDENT, IncidentState.RESOLVED):
        state = IncidentState(main.state).label
        return Denied(f"{main.number} {state}，不能再并入；请另选仍在处理的事件。", field="merged_into")
    if Incident.objects.filter(merged_into=incident.pk).exists():
        return Denied("已有事件并入本事件，请改为把那一起并入本事件。", field="merged_into")
    return Allowed()


def children_are_done(incident: Any, deed: Deed) -> Answer:
    waiting = Incident.objects.filter(parent=incident.pk, state__in=OPEN_INCIDENT).order_by("id").first()
    if waiting is None:
        return Allowed()
    return Denied(f"下级事件 {waiting.number} 尚未解决，请先处理。")


# --- 重大事件 ----------------------------------------------------------------------------------------------------------


@rule("R-INC-02", cites=("N3§8.1", "S6§5"), level="N", title=MAJOR)
def leader_can_be_told(major: Any, deed: Deed) -> Answer:
    """Nobody declares a major incident that the responsible leader does not hear of."""
    if major.pk is not None or IT_LEAD.holders(major):
        return Allowed()
    return Denied(
        f"席位“{IT_LEAD.title}”目前无人，重大事件无法通知；请联系安全管理员在“系统管理—席位”中指定人员后再宣布。"
    )


@rule("R-INC-02", cites=("N3§8.1", "S6§5"), level="N", title=MAJOR)
def somebody_commands(major: Any, deed: Deed) -> Answer:
    """指定专人: the commander is here, and may know the incident."""
    if not major.commander.is_active:
        return Denied(f"{major.commander.name}已离岗，请另选指挥人。", field="commander")
    if major.commander.clearance < major.secrecy_level:
        return Denied(f"{major.commander.name}的可阅密级低于本单密级，请另选指挥人。", field="commander")
    return Allowed()


def declared_for_an_open_incident(major: Any, deed: Deed) -> Answer:
    if major.pk is not None:
        return Allowed()
    incident = major.incident
    if incident.is_restricted:
        return Denied(f"{incident.number} 限定了知悉范围，不能对全体用户宣布。", field="incident")
    if incident.state not in OPEN_INCIDENT:
        state = IncidentState(incident.state).label
        return Denied(f"{incident.number} {state}，不能再宣布为重大事件。", field="incident")
    standing = MajorIncident.objects.filter(incident=incident, state__in=UNSETTLED).first()
    if standing is not None:
        return Denied(f"{incident.number} 已宣布为重大事件（{standing.number}）。", field="incident")
    return Allowed()


@rule("R-INC-02", cites=("N3§8.1", "S6§5"), level="N", title=MAJOR)
def major_is_reviewed(incident: Any, deed: Deed) -> Answer:
    """An incident that was major closes only after its review."""
    if not incident.is_major:
        return Allowed()
    waiting = MajorIncident.objects.filter(incident=incident.pk, state__in=UNSETTLED).order_by("id").first()
    if waiting is None:
        return Allowed()
    state = MajorIncidentState(waiting.state).label
    return Denied(f"重大事件 {waiting.number} {state}，须完成评审后才能关闭本事件。")


def may_become_major(incident: Any) -> bool:
    """Still open, no major incident yet, and not meant for few."""
    return incident.state in OPEN_INCIDENT and not incident.is_major and not incident.is_restricted


def goes_on(major: Any) -> bool:
    """Whether its timeline may still grow."""
    return major.state in UNSETTLED


def is_commander_or_manager(major: Any, deed: Deed) -> Answer:
    """指挥人或事件经理."""
    person = deed.actor.person
    if "incident_manager" in deed.actor.roles or (person is not None and person.pk == major.commander_id):
        return Allowed()
    return Denied(f"只有指挥人{major.commander.name}或事件经理可以办理。")


def takes_part(major: Any, deed: Deed) -> Answer:
    """指挥人、事件的处理人或其支持组成员."""
    person, incident = deed.actor.person, major.incident
    if person is not None and (
        person.pk in {major.commander_id, incident.assignee_id} or is_member(incident, deed)
    ):
        return Allowed()
    return Denied("时间线由指挥人、事件处理人及其支持组成员记录；服务台人员请在“时间线”中点“记一条”。")


def by_the_incident_manager(major: Any, deed: Deed) -> Answer:
    """事件经理."""
    if "incident_manager" in deed.actor.roles:
        return Allowed()
    return Denied("只有事件经理可以办理。")


def restored_after_declared(major: Any, deed: Deed) -> Answer:
    if major.restored_at is None or major.restored_at > deed.at:
        return Denied("请填写“恢复时间”，且不能晚于现在。", field="restored_at")
    return Allowed()


@rule("R-INC-02", cites=("N3§8.1", "S6§5"), level="N", title=MAJOR)
def reviewed_with_words(major: Any, deed: Deed) -> Answer:
    """A review is a conclusion and what is to become better, not a tick."""
    for name, least in (("review", 10), ("improvements", 4)):
        if len(getattr(major, name).strip()) < least:
            title = major._meta.get_field(name).verbose_name
            return Denied(f"请填写“{title}”，至少 {least} 个字：写明经过、原因和今后怎么办。", field=name)
    return Allowed()


def has_begun_to_exist(update: Any, deed: Deed) -> Answer:
    """A line of the timeline tells what has happened, of a major incident that is not yet reviewed."""
    if update.happened_at > deed.at:
        return Denied("“时间”不能晚于现在，请核对。", field="happened_at")
    if update.pk is None and update.major.state not in UNSETTLED:
        return Denied("重大事件已评审或已降级，时间线不再增加。", field="major")
    return Allowed()
