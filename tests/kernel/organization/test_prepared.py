"""A prepared query and a fixed statement do exactly what Django's own would."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save

from govops.kernel import moment
from govops.kernel.organization.models import Person, SeatHolder, Unit
from govops.kernel.organization.prepared import (
    Prepared,
    insert,
    insert_all,
    insert_both,
    insert_values,
    overwrite,
    overwriting,
)

pytestmark = pytest.mark.django_db
SAMPLE = -(2**62)


@pytest.fixture
def person() -> Person:
    unit = Unit.objects.create(code="P-1", name="试验处", short_name="试验处")
    return Person.objects.create(name="张三", employee_no="P001", unit=unit)


def facts(row: object) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # type: ignore[attr-defined]


def test_the_rows_are_those_of_the_queryset(person, django_assert_num_queries):
    def query(pk):
        return Person.objects.select_related("unit").filter(pk=pk, is_active=True)

    prepared = Prepared(query, SAMPLE)
    prepared(0)
    with django_assert_num_queries(1):
        found = prepared.first(person.pk)
        assert found.unit.short_name == "试验处"
    assert facts(found) == facts(query(person.pk).get())
    assert found == person
    assert not found._state.adding
    assert prepared.first(SAMPLE) is None
    Person.objects.update(is_active=False)
    assert prepared(person.pk) == []


def test_an_argument_may_stand_in_several_places(person):
    prepared = Prepared(lambda seat, day: SeatHolder.objects.on(day).filter(seat=seat), "a seat", date.min)
    today = moment.today()
    SeatHolder.objects.create(seat="x", person=person, valid_from=today, valid_to=today)
    assert len(prepared("x", today)) == 1
    assert prepared("x", today + timedelta(days=1)) == []
    assert prepared("y", today) == []


def test_an_argument_that_does_not_reach_the_database_is_a_mistake():
    with pytest.raises(ValueError, match="does not reach"):
        Prepared(lambda pk: Person.objects.filter(name="x"), SAMPLE)(1)


def test_nothing_is_asked_when_nothing_can_be_found(django_assert_num_queries):
    prepared = Prepared(lambda pk: Person.objects.none().filter(pk=pk), SAMPLE)
    with django_assert_num_queries(0):
        assert prepared(1) == []


def test_insert_is_a_save(person):
    row = insert(SeatHolder(seat="x", person=person))
    assert row.pk
    assert facts(SeatHolder.objects.get(pk=row.pk)) == facts(row)
    row.seat = "y"
    row.save()
    assert SeatHolder.objects.get(pk=row.pk).seat == "y"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(SeatHolder(seat="x", person_id=person.pk, valid_from=None))


def test_whoever_listens_is_told(person):
    told = []

    def listener(instance, created, **kwargs):
        told.append((instance.seat, created))

    post_save.connect(listener, sender=SeatHolder)
    try:
        insert(SeatHolder(seat="heard", person=person))
    finally:
        post_save.disconnect(listener, sender=SeatHolder)
    assert told == [("heard", True)]


def test_overwrite_writes_only_over_what_was_expected(person):
    row = insert(SeatHolder(seat="x", person=person))
    row.seat = "y"
    assert not overwrite(row, seat="z")
    assert SeatHolder.objects.get(pk=row.pk).seat == "x"
    assert overwrite(row, seat="x")
    assert SeatHolder.objects.get(pk=row.pk).seat == "y"
    row.seat, row.valid_to = "left", moment.today()
    assert overwrite(row, only=("valid_to",))
    assert facts(SeatHolder.objects.get(pk=row.pk)) == facts(row) | {"seat": "y"}


def test_many_are_inserted_by_one_statement(person, django_assert_num_queries):
    rows = [SeatHolder(seat=f"seat-{n}", person=person) for n in range(3)]
    with django_assert_num_queries(1):
        insert_all(rows)
    assert [SeatHolder.objects.get(pk=row.pk).seat for row in rows] == ["seat-0", "seat-1", "seat-2"]
    assert insert_all([]) == []


def test_a_list_is_one_argument(person):
    insert_all([SeatHolder(seat=seat, person=person) for seat in ("x", "y", "z")])
    prepared = Prepared(
        lambda seats: SeatHolder.objects.filter(seat__among=seats).order_by("seat"), ["a seat"]
    )
    assert [row.seat for row in prepared(["z", "x", "nobody's"])] == ["x", "z"]
    assert prepared([]) == []


def test_two_rows_are_written_by_one_statement(person, django_assert_num_queries):
    unit = Unit(code="P-9", name="新处", short_name="新处", path="/9/")
    holder = SeatHolder(seat="试验席", unit=None, person=person, valid_from=moment.today())
    with django_assert_num_queries(1):
        insert_both(unit, holder, by="unit")
    found = SeatHolder.objects.select_related("unit").get(pk=holder.pk)
    assert found.unit == unit
    assert holder.unit_id == unit.pk
    assert not unit._state.adding
    assert not holder._state.adding


def test_statements_that_write_different_rows_go_together(person, django_assert_num_queries):
    other = Person.objects.create(name="李四", employee_no="P002", unit=person.unit)
    person.name, other.name = "张三丰", "李四光"
    new = Unit(code="P-8", name="又一处", short_name="又一处", path="/8/")
    with django_assert_num_queries(1):
        insert_all([new], along=[overwriting(person, only=("name",)), overwriting(other, only=("name",))])
    assert set(Person.objects.values_list("name", flat=True)) >= {"张三丰", "李四光"}
    assert Unit.objects.get(pk=new.pk).code == "P-8"


def test_of_statements_that_go_together_all_or_none_holds(person):
    person.name = "改了名"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(
            [Unit(code="P-1", name="重码", short_name="重码", path="/7/")],
            along=[overwriting(person, only=("name",))],
        )
    assert Person.objects.get(pk=person.pk).name == "张三"


def test_values_without_instances_are_written_as_the_fields_want_them(person):
    fields = [field.attname for field in SeatHolder._meta.concrete_fields if not field.primary_key]
    row = {
        name: getattr(SeatHolder(seat="值", person=person, valid_from=date(2026, 1, 2)), name)
        for name in fields
    }
    insert_values(SeatHolder, [row, {**row, "seat": "值二"}])
    assert SeatHolder.objects.filter(person=person, valid_from=date(2026, 1, 2)).count() == 2
