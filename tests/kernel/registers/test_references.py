"""What is written is a number or a name; an id is only what was picked, or what a program sends as a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from govops.demo.bureau import Bureau
from govops.kernel.organization.models import Person
from govops.kernel.registers.form_fields import ReferenceField
from govops.kernel.registers.references import picked, resolve, resolve_all
from govops.kernel.registers.widgets import PickerInput


@pytest.fixture
def namesakes(cast: Bureau) -> tuple[Person, Person]:
    """Somebody, and another whose employee number is the first one's id."""
    one, other = cast.people["end_user"], cast.people["drafter"]
    other.employee_no = str(one.pk)
    other.save(update_fields=["employee_no"])
    return one, other


def test_digits_in_a_text_are_a_number_that_people_wrote(namesakes: tuple[Person, Person]) -> None:
    one, other = namesakes
    people = Person.objects.all()
    assert resolve(people, str(one.pk)) == other
    assert resolve(people, one.pk) == one
    assert resolve_all(people, [str(one.pk), one.pk]) == [other, one]
    assert resolve_all(people, [one.pk, other.pk, one.pk]) == [one, other]


@pytest.mark.parametrize("written", ["99999999", "9" * 30, "0", "-1", "1.0", "\x00", "  "])
def test_what_names_nobody_is_not_taken_for_an_id(cast: Bureau, written: str) -> None:
    with pytest.raises(LookupError, match="找不到"):
        resolve(Person.objects.all(), written)


def test_an_id_without_a_row_is_not_a_number_either(namesakes: tuple[Person, Person]) -> None:
    _one, other = namesakes
    Person.objects.filter(pk=other.pk).update(employee_no="900001")
    with pytest.raises(LookupError):
        resolve(Person.objects.all(), 900001)
    assert resolve(Person.objects.all(), "900001") == other


def test_what_a_browser_sends_was_picked(namesakes: tuple[Person, Person]) -> None:
    one, _other = namesakes
    sent = QueryDict(f"person={one.pk}&several={one.pk}&several=x")
    assert PickerInput("people").value_from_datadict(sent, {}, "person") == one.pk
    assert PickerInput("people", multiple=True).value_from_datadict(sent, {}, "several") == [one.pk, "x"]
    assert PickerInput("people").value_from_datadict({"person": str(one.pk)}, {}, "person") == str(one.pk)
    assert picked(sent, "007") == "007"
    field = ReferenceField(Person.objects.all(), label="人员")
    assert field.clean(PickerInput("people").value_from_datadict(sent, {}, "person")) == one


@pytest.mark.parametrize(
    ("channel", "as_text", "found"),
    [("import", True, "other"), ("api", True, "other"), ("api", False, "one")],
)
def test_through_the_door_likewise(
    namesakes: tuple[Person, Person],
    cast: Bureau,
    actor: Callable[..., Any],
    channel: str,
    as_text: bool,
    found: str,
) -> None:
    from govops.kernel.registers import doors, site

    one, other = namesakes
    data = {
        "code": "Z9", "name": "九号机房", "location": "三楼", "manager": str(one.pk) if as_text else one.pk, "is_active": True,
    }  # fmt: skip
    made: Any = doors.create(site.get("machine_room"), data, actor=actor("mr_manager", channel=channel))
    assert made.manager == {"one": one, "other": other}[found]
