"""A prepared query does exactly what Django's own would."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govops.kernel import moment
from govops.kernel.organization.models import Person, SeatHolder
from govops.kernel.organization.prepared import Joined, Prepared
from govops.kernel.organization.storing import insert_all

pytestmark = pytest.mark.django_db
SAMPLE = -(2**62)


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


def test_several_look_ups_in_one_journey(person, django_assert_num_queries):
    both = Joined(
        lambda pk, seat: (
            Person.objects.select_related("unit").filter(pk=pk),
            SeatHolder.objects.filter(seat=seat, person_id=pk).order_by("id"),
        ),
        SAMPLE,
        "a seat",
    )
    assert both(SAMPLE + 1, "x") is None
    with django_assert_num_queries(1):
        (found,), none = both(person.pk, "x")
    assert facts(found) == facts(person)
    assert found.unit.short_name == "试验处"
    assert none == []
    rows = insert_all([SeatHolder(seat="x", person=person) for _ in range(3)])
    (found,), held = both(person.pk, "x")
    assert found == person
    assert [facts(one) for one in held] == [facts(one) for one in rows]


def test_the_single_one_that_is_not_there_is_none(person):
    both = Joined(
        lambda pk, name: (
            Person.objects.filter(pk=pk),
            Person.objects.filter(name=name),
            SeatHolder.objects.filter(person_id=pk),
        ),
        SAMPLE,
        "a name",
    )
    assert both(person.pk, "没有这个人") == [[person], [None], []]


def test_a_list_is_one_argument(person):
    insert_all([SeatHolder(seat=seat, person=person) for seat in ("x", "y", "z")])
    prepared = Prepared(
        lambda seats: SeatHolder.objects.filter(seat__among=seats).order_by("seat"), ["a seat"]
    )
    assert [row.seat for row in prepared(["z", "x", "nobody's"])] == ["x", "z"]
    assert prepared([]) == []
