"""Queries asked together answer exactly what each would have answered alone."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, QuerySet, Value

from govops.demo.bureau import Bureau
from govops.kernel.organization.models import Person, Unit
from govops.kernel.organization.together import Together, ask_together
from govops.kernel.processes.models import ProcessRun
from govops.kernel.records.models import Comment
from tests.promises.conftest import monday as monday
from tests.promises.conftest import world as world
from tests.promises.world import World

SAMPLE = -(2**62)


def facts(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {field.attname: (getattr(row, field.attname), type(getattr(row, field.attname))) for field in row._meta.concrete_fields}
        for row in rows
    ]  # fmt: skip


def test_every_row_is_that_of_the_query_alone(
    cast: Bureau, world: World, django_assert_num_queries: Any
) -> None:
    entry = world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    Comment.objects.create(
        register="visitor_entry", record_id=entry.pk, text="“说明”，见附件 {1}", mentions=[1, 2]
    )
    queries: list[QuerySet[Any]] = [
        Person.objects.select_related("unit").order_by("-id")[:7],
        ProcessRun.objects.order_by("id"),  # a list as JSON, moments with a zone
        Comment.objects.all(),
        type(entry)._default_manager.defer("search_vector").order_by("id"),  # numbers, lists, rows
        Unit.objects.none(),
        Unit.objects.annotate(word=Value("x", output_field=CharField())).order_by("id")[:1],
    ]
    with django_assert_num_queries(1):
        found = ask_together(*queries)
        assert found[0][0].unit.name
    for rows, query in zip(found, queries, strict=True):
        assert facts(rows) == facts(list(query))
    assert found[-1][0].word == "x"
    assert ask_together() == []


def test_the_same_questions_with_other_values(cast: Bureau) -> None:
    both = Together(
        lambda person, unit: (
            Person.objects.filter(pk=person),
            Person.objects.filter(unit=unit).order_by("id"),
            Unit.objects.filter(pk=unit, people=person),
        ),
        SAMPLE,
        SAMPLE + 1,
    )
    for one in Person.objects.order_by("id")[:2]:
        (found,), colleagues, units = both(one.pk, one.unit_id)
        assert found == one
        assert one in colleagues
        assert [unit.pk for unit in units] == [one.unit_id]
    assert both(None, None) == [[], [], []]
