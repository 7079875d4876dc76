"""Somebody in some unit."""

from __future__ import annotations

import pytest

from govops.kernel.organization.models import Person, Unit


@pytest.fixture
def person(db: None) -> Person:
    unit = Unit.objects.create(code="P-1", name="试验处", short_name="试验处")
    return Person.objects.create(name="张三", employee_no="P001", unit=unit)
