"""Whose turn it is: seats resolved to eligible people, when an item arrives and again when it is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from govops.kernel import moment
from govops.kernel.access.actor import Actor, roles_of
from govops.kernel.access.answers import Refused
from govops.kernel.access.roles import ADMINISTRATORS
from govops.kernel.calendar.working_time import working_time
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.kernel.organization.prepared import Prepared
from govops.kernel.processes.declarations import Process, Step
from govops.kernel.processes.docket import docket_of, item_of
from govops.kernel.processes.models import ItemKind, ItemStatus, ProcessRun, StepSetting, WorkItem
from govops.kernel.processes.seats import Seat
from govops.kernel.processes.staffing import agreement
from govops.kernel.records import kinds
from govops.kernel.records.choices import SecrecyLevel
from govops.kernel.records.facts import verbose_name
from govops.kernel.records.models import Record
from govops.kernel.records.visibility import barred_from_knowing


@dataclass
class Place:
    """One signature that a step asks for; any one of `people` may give it."""

    seat: Seat
    people: list[Person]
    barred: list[tuple[Person, str]] = field(default_factory=list)


def bars(
    record: Record, process: type[Process], *, run: ProcessRun | None = None, step: str = ""
) -> dict[int, str]:
    """Person id → why this person may not decide at `step` (separation of duties, norms.md §3.4)."""
    reasons: dict[int, str] = {}
    for name in process.not_by:
        if person_id := getattr(record, f"{name}_id", None):
            reasons[person_id] = f"是本单的{verbose_name(record, name)}"
    if run is not None and process.steps_apart:
        for act in docket_of(run).approvals():
            if act.person_id:
                reasons[act.person_id] = f"已在“{act.step_title}”环节办理过"
    for person_id in (record.created_by_id, record.applicant_id):
        if person_id:
            reasons[person_id] = "不得审批自己的申请"
    return reasons


def strangers_to(record: Record, people: Iterable[Person]) -> dict[int, str]:
    """Person id → why this person may not even know the record; it must not come into such hands."""
    if not record.is_restricted and record.secrecy_level <= SecrecyLevel.INTERNAL:
        return {}
    return barred_from_knowing(record, people, register=kinds.of(record).code)


def places(step: Step, record: Record, barred: dict[int, str]) -> list[Place]:
    """The places of a step with the people who may fill them now."""
    found = []
    for seat in step.seats:
        everybody = seat.holders(record)
        why = {**strangers_to(record, everybody), **barred}
        able = seat.holders(record, without=why)
        out = [(person, why[person.pk]) for person in everybody if person.pk in why]
        if step.each:
            found += [Place(seat, [person]) for person in able] or [Place(seat, [], out)]
        else:
            found.append(Place(seat, able, out))
    return found


def vacancy(step: Step, place: Place) -> str:
    """The sentence about a place that nobody can fill, with the way to mend it; empty while somebody can."""
    if place.people:
        return ""
    why = "；".join(f"{person.name}{reason}" for person, reason in place.barred)
    return (
        f"环节“{step.title}”的席位“{place.seat.title}”目前无人可以办理"
        + (f"（{why}）" if why else "")
        + "，请联系安全管理员在“系统管理—席位”中指定人员后再办。"
    )


def shortage(step: Step, found: list[Place]) -> str:
    """The sentence when some place is empty, or when fewer people than places could sign: joint means by different people."""
    for place in found:
        if sentence := vacancy(step, place):
            return sentence
    if step.quorum != "all":
        return ""
    taken: dict[int, int] = {}

    def seat_one(index: int, tried: set[int]) -> bool:
        for person in found[index].people:
            if person.pk not in tried:
                tried.add(person.pk)
                if person.pk not in taken or seat_one(taken[person.pk], tried):
                    taken[person.pk] = index
                    return True
        return False

    for index, place in enumerate(found):
        if not seat_one(index, set()):
            return (
                f"环节“{step.title}”须由不同的人共同办理，而席位“{place.seat.title}”只有{people_named([place])}，已在另一席位；"
                "请联系安全管理员在“系统管理—席位”中增加人员后再办。"
            )
    return ""


_settings = Prepared(lambda register: StepSetting.objects.filter(register=register).order_by(), "a register")


def settings_of(register: str) -> dict[str, StepSetting]:
    return {row.step: row for row in _settings(register)}


def minutes_of(step: Step, setting: StepSetting | None) -> int:
    hours = setting.hours if setting and setting.hours is not None else step.hours
    return int(float(hours) * 60)


def quorum_of(step: Step, setting: StepSetting | None) -> str:
    return str(setting.quorum if setting and setting.quorum else step.quorum)


def agreed_words(run: ProcessRun) -> str:
    """When the present step is done: 全部同意后, 任一同意后, 3 人同意后."""
    quorum = next((row["quorum"] for row in run.snapshot if row["key"] == run.step), "all")
    return f"{agreement(quorum)}后"


def photograph(process: type[Process], record: Record) -> list[dict[str, Any]]:
    """The steps of a round as they stand now: kept by the run so that later staffing never rewrites it."""
    assert process.approval is not None
    settings = settings_of(process.code)
    return [
        {
            "key": step.key,
            "title": step.title,
            "quorum": quorum_of(step, settings.get(step.key)),
            "minutes": minutes_of(step, settings.get(step.key)),
            "seats": [
                {"code": s.code, "title": s.title, "people": [p.name for p in s.holders(record)]}
                for s in step.seats
            ],
        }
        for step in process.approval.steps_for(record)
    ]


def open_step(
    run: ProcessRun, record: Record, process: type[Process], key: str, *, given_by: str = ""
) -> list[WorkItem]:
    """Give out the work items of a step; refused, with nothing changed, when a seat is empty."""
    assert process.approval is not None
    step = process.approval.step(key)
    shot = next((row for row in run.snapshot if row["key"] == key), None)
    minutes = shot["minutes"] if shot else int(step.hours * 60)
    barred = bars(record, process, run=run, step=key)
    found = places(step, record, barred)
    if sentence := shortage(step, found):
        raise Refused(sentence)
    run.step = key
    due = working_time().add_minutes(moment.now(), minutes)
    items = [
        item_of(
            run,
            kind=ItemKind.DECIDE,
            step=key,
            step_title=step.title,
            place=index,
            seat=place.seat.code,
            person=person,
            given_by=given_by,
            budget_minutes=minutes,
            due_at=due.at,
            is_provisional=due.is_provisional,
        )
        for index, place in enumerate(found)
        if not step.in_order or index == 0
        for person in place.people
    ]
    return docket_of(run).give(items)


def open_next_place(
    run: ProcessRun, record: Record, process: type[Process], after: WorkItem
) -> list[WorkItem]:
    """In an in-order step: give the next place its items."""
    assert process.approval is not None
    step = process.approval.step(run.step)
    found = places(step, record, bars(record, process, run=run, step=step.key))
    index = after.place + 1
    if index >= len(found):
        return []
    if sentence := vacancy(step, found[index]):
        raise Refused(sentence)
    due = working_time().add_minutes(moment.now(), after.budget_minutes or int(step.hours * 60))
    return docket_of(run).give(
        item_of(
            run,
            kind=ItemKind.DECIDE,
            step=step.key,
            step_title=step.title,
            place=index,
            seat=found[index].seat.code,
            person=person,
            budget_minutes=after.budget_minutes,
            due_at=due.at,
            is_provisional=due.is_provisional,
        )
        for person in found[index].people
    )


def item_for(run: ProcessRun, person: Person) -> tuple[WorkItem, Person | None] | None:
    """The open decision item that `person` may settle now, and the principal when it is by delegation."""
    items = docket_of(run).open(ItemKind.DECIDE)
    mine = [item for item in items if item.person_id == person.pk]
    if mine:  # in several places: the one that the fewest others could fill
        return min(mine, key=lambda item: sum(other.place == item.place for other in items)), None
    allowed = dict(people.principals_of(person))
    for item in items:
        limits = allowed.get(item.person_id)
        if limits is not None and (not limits or run.register in limits):
            return item, item.person
    return None


def is_administrator(person: Person) -> bool:
    """Whether the person holds one of the three administrators' roles today: such a one decides nothing."""
    account = getattr(person, "account", None)
    return account is not None and bool(roles_of(account) & ADMINISTRATORS)


def still_eligible(
    item: WorkItem, actor: Actor, record: Record, process: type[Process], run: ProcessRun
) -> str:
    """Why the actor may no longer decide `item`; empty when he may. Asked again at the moment of deciding."""
    person = actor.person
    if person is None or not person.is_active:
        return f"{actor.name}已离岗，不能办理。"
    if actor.is_administrator:
        return "三员（系统、安全、审计管理员）不得办理业务审批。"
    barred = {**strangers_to(record, [person]), **bars(record, process, run=run, step=item.step)}
    if reason := barred.get(person.pk):
        return f"您不能办理此环节：{reason}。"
    if person.clearance < record.secrecy_level:
        return "您的可阅密级低于本单密级，不能办理此环节；请联系安全管理员调整席位。"
    holder = item.person
    if item.seat and not item.given_by:
        assert process.approval is not None
        seat = next(s for s in process.approval.step(item.step).seats if s.code == item.seat)
        if all(p.pk != holder.pk for p in seat.holders(record, without=barred)):
            return (
                f"{holder.name}已不在席位“{seat.title}”，此项将转给现任人员办理；如有疑问请联系安全管理员。"
            )
    return ""


def reseat(register: str | None = None) -> int:
    """Give open items whose holder left or lost the seat to the present holders; answers how many runs were mended."""
    from govops.kernel.processes.declarations import process_of

    mended = 0
    runs = ProcessRun.objects.filter(items__status=ItemStatus.OPEN, items__kind=ItemKind.DECIDE).distinct()
    for run in runs.filter(register=register) if register else runs:
        process = process_of(run.register)
        assert process is not None
        assert process.approval is not None
        record = kinds.get(run.register).model._default_manager.get(pk=run.record_id)
        mended += _reseat_run(run, record, process)
    return mended


def _reseat_run(run: ProcessRun, record: Record, process: type[Process]) -> int:
    assert process.approval is not None
    step = process.approval.step(run.step)
    changed = 0
    barred = bars(record, process, run=run, step=step.key)
    for index, place in enumerate(places(step, record, barred)):
        items = list(
            WorkItem.objects.filter(
                run=run, place=index, status=ItemStatus.OPEN, kind=ItemKind.DECIDE, given_by=""
            )
        )
        if not items:
            continue
        able = {person.pk: person for person in place.people}
        gone = [item for item in items if item.person_id not in able]
        missing = [person for pk, person in able.items() if pk not in {item.person_id for item in items}]
        if (not gone and not missing) or not able:
            continue
        model = items[0]
        for item in gone:
            item.status, item.done_at = ItemStatus.CANCELLED, moment.now()
            item.save(update_fields=["status", "done_at"])
        for person in missing:
            model.pk, model.person, model.opened_at, model._state.adding = None, person, None, True
            model.status, model.done_at = ItemStatus.OPEN, None
            model.save(force_insert=True)
        changed = 1
    return changed


def people_named(found: list[Place]) -> str:
    """“张三、李四” for previews."""
    return "、".join(dict.fromkeys(person.name for place in found for person in place.people))


def active_delegates(person: Person, register: str) -> list[Person]:
    return people.delegates_of(person, process=register)
