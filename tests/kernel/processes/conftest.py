from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from govops.demo.bureau import Bureau
from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.organization.models import SeatHolder
from govops.kernel.processes import engine
from govops.kernel.processes.declarations import Step
from govops.kernel.processes.models import Act, ItemKind, ItemStatus, ProcessRun, WorkItem
from govops.kernel.registers import doors
from tests.cast import CAST, SINCE
from tests.kernel.processes import toy as toys
from tests.kernel.processes.toy import FIRST, SECOND, THIRD, Toy
from tests.moments import MONDAY
from tests.stages import Stages


@pytest.fixture(scope="session")
def toy_model(stages: Stages, django_db_blocker: Any) -> Any:
    """The model, with its table wherever the tests of processes begin."""
    model = toys.make_model()
    with django_db_blocker.unblock():
        for stage in (None, CAST):
            stages.enter(stage)
            toys.make_table(model)
    return model


class Desk:
    """The toy's world: who sits where, and verbs by username. Applicant: `end_user` of 规划处."""

    def __init__(self, toy: Toy, cast: Bureau, actor: Callable[..., Actor]) -> None:
        self.toy, self.cast, self.actor = toy, cast, actor
        for seat, usernames in (
            (FIRST, ("mr_manager",)),
            (SECOND, ("security_secrecy_dept", "pengzhiqiang")),
            (THIRD, ("foreign_affairs_dept",)),
        ):
            for username in usernames:
                self.seat(seat.code, username)

    def seat(self, code: str, username: str, **kwargs: Any) -> SeatHolder:
        return SeatHolder.objects.create(
            seat=code, person=self.cast.people[username], valid_from=SINCE, **kwargs
        )

    def steps(self, *steps: Step, **changes: Any) -> None:
        """Give the process other steps."""
        process: Any = self.toy.register.process
        process.approval = toys.approval(*steps, **changes)

    def ask(self, by: str = "end_user", *, submit: bool = True, **data: Any) -> Any:
        record = doors.create(self.toy.register, {"reason": "买一只玩具"} | data, actor=self.actor(by))
        return self.do(record, "submit", by) if submit else record

    def do(self, record: Any, verb: str, by: str, *, version: int | None = None, **data: Any) -> Any:
        if isinstance(data.get("people"), str):
            data["people"] = [str(self.cast.people[data["people"]].pk)]
        self.said = engine.perform(
            "toy_request", record.pk, verb, actor=self.actor(by), data=data, version=version
        ).sentence
        return self.fresh(record)

    def fresh(self, record: Any) -> Any:
        return self.toy.model._default_manager.get(pk=record.pk)

    def run(self, record: Any) -> ProcessRun:
        return ProcessRun.objects.get(register="toy_request", record_id=record.pk)

    def hands(self, record: Any, kind: str = ItemKind.DECIDE) -> set[str]:
        """In whose hands it is, by username."""
        names = {person.pk: username for username, person in self.cast.people.items()}
        items = WorkItem.objects.filter(
            register="toy_request", record_id=record.pk, status=ItemStatus.OPEN, kind=kind
        )
        return {names[pk] for pk in items.values_list("person_id", flat=True)}

    def acts(self, record: Any) -> list[str]:
        return [
            f"{act.signer} {act.verb_title}"
            for act in Act.objects.filter(register="toy_request", record_id=record.pk)
        ]

    def everything(self, record: Any) -> tuple[Any, ...]:
        """All that a refused verb must leave alone."""
        items = (
            WorkItem.objects.filter(register="toy_request", record_id=record.pk)
            .order_by("id")
            .values_list("id", "status", "person_id")
        )
        row = self.fresh(record)
        return row.state, row.version, row.reason, list(items), self.acts(record), self.run(record).round


@pytest.fixture
def toy(toy_model: Any) -> Iterator[Toy]:
    with toys.on_the_site(toy_model) as toy:
        yield toy


@pytest.fixture
def monday() -> Iterator[None]:
    """Monday 2026-03-02, nine in the morning: a working day."""
    with moment.at(MONDAY):
        yield


@pytest.fixture
def desk(toy: Toy, cast: Bureau, actor: Callable[..., Actor], monday: None) -> Desk:
    return Desk(toy, cast, actor)
