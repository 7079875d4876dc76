"""People, units and processes stay in the books, whoever deletes; only what refers to these goes without a check."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from govops.kernel.organization.models import Person, Unit
from govops.kernel.processes.models import ProcessRun

#: references that the database does not look at when a row is written
UNCHECKED = {
    "processes.ProcessRun.unit", "processes.ProcessRun.applicant", "processes.WorkItem.run", "processes.WorkItem.person",
    "processes.Act.run", "processes.Act.person", "processes.Act.signature", "signatures.ElectronicSignature.signer",
}  # fmt: skip


def test_what_goes_unchecked_was_decided():
    fields = [field for model in apps.get_models() for field in model._meta.local_fields if field.many_to_one]
    unchecked: list[Any] = [
        field for field in fields if not field.db_constraint and field.model._meta.managed
    ]
    assert {f"{field.model._meta.label}.{field.name}" for field in unchecked} == UNCHECKED


@pytest.mark.django_db
def test_nobody_is_deleted_in_sql_either(person):
    run = ProcessRun.objects.create(
        register="试验", record_id=1, number="T-1", title="试", unit=person.unit, state="draft"
    )
    for row in (person, person.unit, run):
        with (
            pytest.raises(IntegrityError, match="不能删除"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
    assert Person.objects.filter(pk=person.pk).exists()
    assert Unit.objects.filter(pk=person.unit_id).exists()
