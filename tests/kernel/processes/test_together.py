"""Two people at once, in two transactions of the database: one wins, the other is told, nothing happens twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from govops.kernel import moment
from govops.kernel.access.answers import Refused
from govops.kernel.audit.models import AuditEntry
from govops.kernel.processes import engine, taking
from govops.kernel.processes.models import Act
from govops.kernel.registers import doors, submissions
from tests.kernel.processes.conftest import Desk
from tests.moments import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each answered, or the refusal it met; each on its own connection, started together."""
    barrier, found = threading.Barrier(len(works)), [None] * len(works)

    def work(place: int) -> None:
        with moment.at(MONDAY):
            barrier.wait(timeout=10)
            try:
                found[place] = works[place]()
            except Refused as refusal:
                found[place] = refusal
            finally:
                connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return found


def decided(desk: Desk, record: Any, verb: str, by: str, **data: Any) -> Callable[[], Any]:
    acting = desk.actor(by)
    return lambda: (
        engine.perform(
            "toy_request", record.pk, verb, actor=acting, data=data, version=record.version
        ).sentence
    )


def test_one_decides_and_the_other_is_told_by_whom(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    works = [decided(desk, record, "approve", name) for name in ("security_secrecy_dept", "pengzhiqiang")]
    found = at_once(*works)
    (told,) = [answer for answer in found if isinstance(answer, Refused)]
    assert "审批通过。" in found
    assert told.status == 409
    assert "已由" in told.sentence
    assert (
        Act.objects.filter(register="toy_request", record_id=record.pk, step="two", is_decision=True).count()
        == 1
    )


def test_who_read_a_hair_too_early_reads_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    record, real, seen = desk.ask(), taking.taken, []

    def early(*args: Any, locked: bool, **more: Any) -> Any:
        found = real(*args, locked=locked, **more)
        seen.append(locked)
        found.record.version -= not locked
        return found

    monkeypatch.setattr(engine, "taken", early)
    outcome = engine.perform("toy_request", record.pk, "approve", actor=desk.actor("mr_manager"))
    assert outcome.record.version == record.version + 1
    assert seen == [False, True]
    assert Act.objects.filter(register="toy_request", record_id=record.pk, is_decision=True).count() == 1


def test_of_two_who_read_the_same_one_reads_again_and_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    real, both = taking.taken, threading.Barrier(2)

    def meet(*args: Any, locked: bool, **more: Any) -> Any:
        found = real(*args, locked=locked, **more)
        if not locked:
            both.wait(10)
        return found

    monkeypatch.setattr(engine, "taken", meet)
    found = at_once(
        decided(desk, record, "approve", "pengzhiqiang"),
        decided(desk, record, "refuse", "security_secrecy_dept", opinion="不"),
    )
    (told,) = [answer for answer in found if isinstance(answer, Refused)]
    assert "已由" in told.sentence
    assert desk.fresh(record).version == record.version + 1
    assert Act.objects.filter(record_id=record.pk, step="two", is_decision=True).count() == 1
    assert AuditEntry.objects.filter(record_id=record.pk, operation="decision").count() == 2


def test_agreeing_and_refusing_at_once_is_one_of_the_two(desk: Desk) -> None:
    record = desk.do(desk.ask(), "approve", "mr_manager")
    found = at_once(
        decided(desk, record, "approve", "pengzhiqiang"),
        decided(desk, record, "refuse", "security_secrecy_dept", opinion="不"),
    )
    assert sum(isinstance(answer, Refused) for answer in found) == 1
    state = desk.fresh(record).state
    assert state == ("agreed" if isinstance(found[1], Refused) else "refused")


def test_taking_back_while_it_is_decided(desk: Desk) -> None:
    record = desk.ask()
    found = at_once(
        decided(desk, record, "take_back", "end_user"), decided(desk, record, "approve", "mr_manager")
    )
    assert sum(isinstance(answer, Refused) for answer in found) == 1


def test_two_who_change_one_draft(desk: Desk) -> None:
    record = desk.ask(submit=False)
    acting = desk.actor("end_user")

    def change(words: str) -> Callable[[], Any]:
        return lambda: (
            doors.update(
                desk.toy.register, record.pk, {"reason": words}, actor=acting, version=record.version
            ).version
        )

    found = at_once(change("甲的改法"), change("乙的改法"))
    (told,) = [answer for answer in found if isinstance(answer, Refused)]
    assert "已被别人修改" in told.sentence
    assert desk.fresh(record).version == record.version + 1


def test_a_second_click_makes_no_second_record(desk: Desk) -> None:
    acting = desk.actor("end_user")

    def click() -> Any:
        return submissions.once(
            "key-1",
            acting,
            lambda: doors.create(desk.toy.register, {"reason": "一次"}, actor=acting),
            register="toy_request",
        )[0].pk

    found = at_once(click, click, click)
    assert len(set(found)) == 1
    assert desk.toy.model._default_manager.count() == 1


def test_numbers_are_never_given_twice(desk: Desk) -> None:
    acting = desk.actor("end_user")
    found = at_once(*[lambda: doors.create(desk.toy.register, {"reason": "同时"}, actor=acting).number] * 5)
    assert len(set(found)) == 5
