"""Rows that are put together without asking each field are the same rows."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init

from govops.kernel import moment
from govops.kernel.organization import rows
from govops.kernel.organization.models import Person, SeatHolder, Unit
from govops.kernel.organization.rows import PlainRow

pytestmark = pytest.mark.django_db
PLAIN = [model for model in apps.get_models() if issubclass(model, PlainRow)]


def as_django_does(model: type[models.Model], pk: int) -> dict[str, object]:
    names = [field.attname for field in model._meta.concrete_fields]
    values = model._default_manager.values_list(*names).get(pk=pk)
    return vars(models.Model.from_db.__func__(model, "default", names, values))  # type: ignore[attr-defined]


def test_a_row_is_what_django_makes_of_it(person):
    found, wanted = vars(Person.objects.get(pk=person.pk)), as_django_does(Person, person.pk)
    assert {name: value for name, value in found.items() if name != "_state"} == {
        name: value for name, value in wanted.items() if name != "_state"
    }
    assert (found["_state"].adding, found["_state"].db) == (False, "default")


def test_what_was_not_read_is_asked_for_later(person, django_assert_num_queries):
    found = Person.objects.only("name").get(pk=person.pk)
    assert found.get_deferred_fields() >= {"employee_no", "unit_id"}
    with django_assert_num_queries(1):
        assert found.employee_no == "P001"


def test_another_reference_forgets_the_row_before(person):
    other = Unit.objects.create(code="P-2", name="他处", short_name="他处")
    found = Person.objects.select_related("unit").get(pk=person.pk)
    found.unit_id = other.pk
    assert found.unit == other


def test_who_listens_to_new_objects_is_told(person):
    heard: list[object] = []

    def hear(instance: Person, **_: object) -> None:
        heard.append(instance.pk)

    rows._is_plain.pop(Person, None)
    post_init.connect(hear, sender=Person, weak=False)
    try:
        Person.objects.get(pk=person.pk)
    finally:
        post_init.disconnect(hear, sender=Person)
        rows._is_plain.pop(Person, None)
    assert heard == [person.pk]


@pytest.mark.parametrize("model", PLAIN, ids=lambda model: model.__name__)
def test_nothing_keeps_our_models_from_being_read_quickly(model):
    assert rows._look_at(model)


@pytest.mark.parametrize("model", PLAIN, ids=lambda model: model._meta.label)
def test_a_new_row_holds_what_django_would_put_into_it(model):
    def row(one: models.Model) -> dict[str, object]:
        return {name: value for name, value in vars(one).items() if name != "_state"}

    with moment.at(moment.now()):
        made, wanted, another = row(model.new()), row(model()), row(model())
        state = model.new()._state
    drawn = {name for name in wanted if wanted[name] != another[name]}  # by lot
    assert made.keys() == wanted.keys()
    assert {name: made[name] for name in made.keys() - drawn} == {
        name: wanted[name] for name in wanted.keys() - drawn
    }
    assert state.adding
    assert state.db is None


def test_a_new_row_refers_to_others(person, django_assert_num_queries):
    holder = SeatHolder.new(seat="试验席", person=person, unit=None, valid_from=moment.today())
    with django_assert_num_queries(0):
        assert (holder.person, holder.person_id, holder.unit, holder.unit_id) == (
            person,
            person.pk,
            None,
            None,
        )
    holder.save()
    assert SeatHolder.objects.get(pk=holder.pk).person == person
    with pytest.raises(TypeError, match="has no field"):
        SeatHolder.new(chair="试验席")
