"""People in the rows of a record: written as 姓名（工号）, found by that, by the number alone or by a name only one has."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from govops.kernel.organization.models import Person


def written(person: Person) -> str:
    """张三（0012）: how a person stands in a row, in a workbook and on paper."""
    return f"{person.name}（{person.employee_no}）"


def _number_in(word: str) -> str:
    """0012 of 张三（0012）; empty when there is none."""
    return word[word.rfind("（") + 1 : -1].strip() if word.endswith("）") and "（" in word else ""


def _name_in(word: str) -> str:
    return word[: word.rfind("（")].strip() if _number_in(word) else word


def named(words: Iterable[str]) -> dict[str, list[Person]]:
    """Word → the people it names, in one query. A number names one person, also one who has left; a name those who are here."""
    wanted = {str(word).strip() for word in words}
    numbers = {_number_in(word) or word for word in wanted}
    found = list(
        Person.objects.filter(Q(employee_no__in=numbers) | Q(name__in=wanted, is_active=True)).select_related(
            "unit"
        )
    )
    by_number = {person.employee_no: person for person in found}
    return {word: _named_by(word, by_number, found) for word in wanted}


def _named_by(word: str, by_number: dict[str, Person], found: list[Person]) -> list[Person]:
    if number := _number_in(word):
        person = by_number.get(number)
        return [person] if person is not None and person.name == _name_in(word) else []
    if word in by_number:
        return [by_number[word]]
    return [person for person in found if person.name == word and person.is_active]
