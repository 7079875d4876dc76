"""What waits to be written is in the database before anything else is asked, or not at all."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save
from psycopg.pq import TransactionStatus

from govops.kernel import moment
from govops.kernel.organization import journeys
from govops.kernel.organization.models import Person, SeatHolder, Unit
from govops.kernel.organization.prepared import Prepared
from govops.kernel.organization.storing import ids_of, insert_both_later, insert_later, overwriting

pytestmark = pytest.mark.django_db


class TooLateError(Exception):
    """Somebody else was first."""


def a_unit(code: str) -> Unit:
    return Unit(code=code, name=code, short_name=code, path=f"/{code}/")


def given_up(code: str, *, within: Any = None) -> None:
    with within or nullcontext(), journeys.gathered():
        insert_later([a_unit(code)])
        raise KeyError


def test_a_deed_s_writes_are_one_statement(person, django_assert_num_queries):
    other = Person.objects.create(name="李四", employee_no="P002", unit=person.unit)
    person.name = "张三丰"
    holder = SeatHolder(seat="试验席", person=other, valid_from=moment.today())
    with django_assert_num_queries(1), journeys.gathered():
        insert_both_later(a_unit("P-9"), holder, by="unit")
        journeys.later(overwriting(person, only=("name",)))
    assert SeatHolder.objects.get(seat="试验席").unit.code == "P-9"
    assert Person.objects.get(pk=person.pk).name == "张三丰"


def test_whoever_asks_meanwhile_finds_what_was_written(person):
    with journeys.gathered():
        insert_later([a_unit("P-8")])
        assert Unit.objects.filter(code="P-8").exists()
        insert_later([a_unit("P-7")])
        by_code = Prepared(lambda code: Unit.objects.filter(code=code, path="/P-7/"), "a code")
        assert [one.code for one in by_code("P-7")] == ["P-7"]


def test_a_row_changed_twice_keeps_both_changes(person, django_assert_num_queries):
    person.name, person.title = "张三丰", "处长"
    with django_assert_num_queries(2), journeys.gathered():
        journeys.later(overwriting(person, only=("name",)))
        journeys.later(overwriting(person, only=("title",)))
    found = Person.objects.get(pk=person.pk)
    assert (found.name, found.title) == ("张三丰", "处长")


def test_rows_of_one_table_keep_their_order(person):
    with journeys.gathered():
        for code in ("P-20", "P-21", "P-22"):
            insert_later([a_unit(code)])
    codes = Unit.objects.filter(code__startswith="P-2").order_by("id").values_list("code", flat=True)
    assert list(codes) == ["P-20", "P-21", "P-22"]


def test_a_new_row_can_be_changed_in_the_same_deed(person):
    unit = a_unit("P-6")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [ids_of(Unit)])
        (unit.pk,) = cursor.fetchone()
    with journeys.gathered():
        insert_later([unit])
        unit.name = "改了名"
        journeys.later(overwriting(unit, only=("name",), code="P-6", missed=lambda: pytest.fail("not found")))
    assert Unit.objects.get(pk=unit.pk).name == "改了名"


def test_one_who_comes_too_late_is_told_before_anything_else_happens(person):
    def missed() -> None:
        raise TooLateError

    def comes_too_late() -> None:
        with transaction.atomic(), journeys.gathered():
            insert_later([a_unit("P-5")])
            journeys.later(overwriting(person, only=("name",), missed=missed, employee_no="another"))
            Unit.objects.count()
            pytest.fail("the statement above was asked first")

    person.name = "晚到"
    with pytest.raises(TooLateError):
        comes_too_late()
    assert not Unit.objects.filter(code="P-5").exists()


def test_two_who_may_come_too_late_are_both_asked(person):
    missed: list[str] = []
    for name in ("甲", "乙"):
        with journeys.gathered():
            other = Person(pk=person.pk, name=name)
            journeys.later(
                overwriting(
                    other, only=("name",), missed=lambda: missed.append("first"), employee_no="another"
                )
            )
            unit = Unit.objects.get(pk=person.unit_id)
            journeys.later(
                overwriting(unit, only=("name",), missed=lambda: missed.append("second"), code="no")
            )
    assert missed == ["first", "second"] * 2


def test_a_block_that_raises_sends_nothing_more(person, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(KeyError):
        given_up("P-4")
    assert not Unit.objects.filter(code="P-4").exists()


def test_what_an_inner_transaction_takes_back_is_gone(person):
    with journeys.gathered():
        with pytest.raises(KeyError):
            given_up("P-3", within=transaction.atomic())
        insert_later([a_unit("P-2")])
    assert set(Unit.objects.filter(code__in=("P-2", "P-3")).values_list("code", flat=True)) == {"P-2"}


def test_of_statements_that_go_together_all_or_none_holds(person):
    person.name = "改了名"

    def deed() -> None:
        with transaction.atomic(), journeys.gathered():
            journeys.later(overwriting(person, only=("name",)))
            insert_later([a_unit("P-1")])

    with pytest.raises(IntegrityError):
        deed()
    assert Person.objects.get(pk=person.pk).name == "张三"


def test_without_a_block_nothing_waits(person, django_assert_num_queries):
    with django_assert_num_queries(1):
        insert_later([a_unit("P-10")])
    assert Unit.objects.filter(code="P-10").exists()


def test_whoever_listens_is_told(person):
    told = []

    def listener(instance, **kwargs):
        told.append(type(instance).__name__)

    holder = SeatHolder(seat="听", person=person, valid_from=moment.today())
    post_save.connect(listener, sender=SeatHolder)
    try:
        with journeys.gathered():
            insert_both_later(a_unit("P-11"), holder, by="unit")
    finally:
        post_save.disconnect(listener, sender=SeatHolder)
    assert told == ["SeatHolder"]
    assert SeatHolder.objects.get(seat="听").unit.code == "P-11"


@pytest.mark.django_db(transaction=True)
def test_a_deed_of_one_statement_is_all_or_nothing(person):
    with pytest.raises(IntegrityError), journeys.deed():
        insert_both_later(
            a_unit("P-12"), SeatHolder(seat="空", person_id=-1, valid_from=moment.today()), by="unit"
        )
    assert not Unit.objects.filter(code="P-12").exists()
    with journeys.deed():
        insert_later([a_unit("P-12")])
    assert Unit.objects.filter(code="P-12").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asks_before", [False, True])
def test_a_deed_within_a_greater_one_is_undone_with_it(person, asks_before):
    def greater_one() -> None:
        with transaction.atomic():
            if asks_before:
                Unit.objects.count()
            with journeys.deed():
                insert_later([a_unit("P-13")])
            raise KeyError

    with pytest.raises(KeyError):
        greater_one()
    assert not Unit.objects.filter(code="P-13").exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_written_half_way_is_undone_with_the_deed(person):
    def deed() -> None:
        with journeys.deed():
            insert_later([a_unit("P-14")])
            assert Unit.objects.filter(code="P-14").exists()
            insert_later([a_unit("P-1")])  # there is one already

    with pytest.raises(IntegrityError):
        deed()
    assert not Unit.objects.filter(code="P-14").exists()


@pytest.mark.django_db(transaction=True)
def test_the_next_of_a_sequence_begins_no_transaction(person):
    first, nothing = journeys.next_of(ids_of(Unit), "no_such_sequence")
    assert nothing is None
    with transaction.atomic():
        (second,) = journeys.next_of(ids_of(Unit))
        assert connection.connection.info.transaction_status == TransactionStatus.IDLE
        transaction.set_rollback(True)
    assert journeys.next_of(ids_of(Unit)) == [second + 1] == [first + 2]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_stands_alone_and_comes_too_late_leaves_nothing(person):
    def missed() -> None:
        raise TooLateError

    def comes(name: str) -> None:
        unit = person.unit
        unit.name = name
        with journeys.deed():
            insert_later([a_unit(f"P-{name}")])
            journeys.later(overwriting(unit, only=("name",), missed=missed, name="试验处"))

    comes("甲")
    with pytest.raises(TooLateError):
        comes("乙")
    assert list(Unit.objects.filter(code__in=["P-甲", "P-乙"]).values_list("code", flat=True)) == ["P-甲"]
    assert Unit.objects.get(pk=person.unit_id).name == "甲"
