"""What our connection does otherwise than Django's comes to the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, connection, transaction

from govops.kernel.organization.choices import UnitKind

pytestmark = pytest.mark.django_db


def kept(value: Any) -> Any:
    """What the database holds of a value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [connection.ops.adapt_json_value(value, None)])
        return json.loads(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "value",
    [
        {"意见": "同意，请陪同“进出”", "表": [1, 2.5, None, True], "": {}},
        "😀\u2028 \t\n\\",
        [2**63 - 1, 2**70, -(2**70)],
        {1: "一"},
        ("甲", UnitKind.DEPARTMENT),
    ],
)
def test_json_is_what_the_standard_library_writes(value):
    assert kept(value) == json.loads(json.dumps(value))


@pytest.mark.parametrize("value", ["\x00", "\ud800"])
def test_what_the_database_cannot_hold_is_refused_as_before(value):
    with pytest.raises(DataError), transaction.atomic():
        kept(value)


def test_a_moment_is_not_written_in_some_form_by_itself():
    with pytest.raises(TypeError):
        kept({"at": datetime(2026, 11, 23, tzinfo=UTC)})
