"""What a person has to do, to read, has done, has started, follows: one indexed query each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.kernel.processes.declarations import all_processes
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.records import kinds, visibility
from govops.kernel.records.counting import PreparedCounts, bounded_counts
from govops.kernel.records.models import Follow

#: List key → title, in the order people expect.
LISTS = {
    "todo": "待办",
    "toread": "待阅",
    "done": "已办",
    "read": "已阅",
    "mine": "我发起",
    "drafts": "草稿",
    "followed": "关注",
}


def todo(person: Person) -> QuerySet[WorkItem]:
    """Open decisions and handlings, the nearest deadline first; including those of people who delegated to `person`."""
    mine = Q(person=person)
    for principal_id, limits in people.principals_of(person):
        theirs = Q(person=principal_id, kind=ItemKind.DECIDE)
        mine |= theirs & Q(register__in=limits) if limits else theirs
    items = WorkItem.objects.filter(mine, status=ItemStatus.OPEN, kind__in=(ItemKind.DECIDE, ItemKind.HANDLE))
    items = items.exclude(run__applicant=person, kind=ItemKind.DECIDE)
    return items.select_related("run").order_by("due_at", "id")


def items(person: Person, key: str) -> QuerySet[Any]:
    """The rows of one list: work items with their runs, or runs for 我发起 and 关注."""
    own = WorkItem.objects.filter(person=person).select_related("run")
    if key == "todo":
        return todo(person)
    if key == "toread":
        return own.filter(status=ItemStatus.OPEN, kind=ItemKind.READ).order_by("-id")
    if key == "done":
        return own.filter(status=ItemStatus.DONE, kind__in=(ItemKind.DECIDE, ItemKind.HANDLE)).order_by(
            "-done_at"
        )
    if key == "read":
        return own.filter(status=ItemStatus.DONE, kind=ItemKind.READ).order_by("-done_at")
    if key == "drafts":
        return own.filter(status=ItemStatus.OPEN, kind=ItemKind.DRAFT).order_by("-id")
    if key == "mine":
        return _started_by(person).order_by("-id")
    return ProcessRun.objects.filter(_followed(person)).order_by("-id")


def _started_by(person: Person) -> QuerySet[ProcessRun]:
    """The matters of which the person is the applicant; nobody has started a thing that he entered in a ledger."""
    things = sorted(code for code, process in all_processes().items() if not process.is_matter)
    return ProcessRun.objects.filter(applicant=person).exclude(register__in=things)


def _followed(person: Person) -> Q:
    """What the person follows and may still see."""
    by_register: dict[str, list[int]] = {}
    for register, record_id in Follow.objects.filter(person=person).values_list("register", "record_id")[
        :200
    ]:
        by_register.setdefault(register, []).append(record_id)
    wanted = Q(pk__in=())
    account = getattr(person, "account", None)
    actor = actor_for(account) if account else Actor(person=person)
    for register, ids in by_register.items():
        rows = kinds.get(register).model._default_manager.filter(pk__in=ids)
        seen = visibility.visible(rows, actor, register=register).values("pk")
        wanted |= Q(register=register, record_id__in=seen)
    return wanted


#: what else waits for a person and is counted with it: name → the rows (parts above add theirs)
also_counted: dict[str, Callable[[Person], QuerySet[Any]]] = {}


def _counted(person: Person) -> dict[str, QuerySet[Any]]:
    rows = {
        **{key: items(person, key) for key in ("todo", "toread", "drafts")},
        "mine": _started_by(person).filter(finished_at__isnull=True),
        **{name: rows(person) for name, rows in also_counted.items()},
    }
    return {name: one.order_by() for name, one in rows.items()}


def _of_somebody(pk: int) -> list[QuerySet[Any]]:
    somebody = Person(pk=pk)
    somebody._principals = []  # type: ignore[attr-defined]
    return list(_counted(somebody).values())


_counts_of = PreparedCounts(_of_somebody)


def counts(person: Person) -> dict[str, int]:
    """How many wait in each list that is shown with a number: one statement, asked once for a person as read."""
    held: dict[str, int] | None = getattr(person, "_inbox_counts", None)
    if held is None:
        if people.principals_of(person):
            wanted = _counted(person)
            found = bounded_counts(list(wanted.values()))
            held = dict(zip(wanted, found, strict=True))
        else:
            names = ["todo", "toread", "drafts", "mine", *also_counted]
            held = dict(zip(names, _counts_of(person.pk), strict=True))
        person._inbox_counts = held  # type: ignore[attr-defined]
    return held


def last_acts(run_ids: list[int]) -> dict[int, Act]:
    """The latest act of each run, for “上一处理人与意见”."""
    rows = Act.objects.filter(run__in=run_ids).order_by("run_id", "-id").distinct("run_id")
    return {act.run_id: act for act in rows}


def _taking_part(actor: Actor, register: str) -> QuerySet[Any]:
    assert actor.person is not None
    ids = people.acting_for(actor.person, register)
    return WorkItem.objects.filter(person__among=ids, register=register).order_by().values_list("record_id")


visibility.participation.append(_taking_part)
