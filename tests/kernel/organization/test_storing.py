"""A statement that is compiled once writes exactly what Django's own would."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save

from govops.kernel import moment
from govops.kernel.organization.models import SeatHolder
from govops.kernel.organization.storing import insert, insert_all, insert_values, overwrite

pytestmark = pytest.mark.django_db


def facts(row: object) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # type: ignore[attr-defined]


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


def test_values_without_instances_are_written_as_the_fields_want_them(person):
    fields = [field.attname for field in SeatHolder._meta.concrete_fields if not field.primary_key]
    row = {
        name: getattr(SeatHolder(seat="值", person=person, valid_from=date(2026, 1, 2)), name)
        for name in fields
    }
    insert_values(SeatHolder, [row, {**row, "seat": "值二"}])
    assert SeatHolder.objects.filter(person=person, valid_from=date(2026, 1, 2)).count() == 2
