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


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-23 05:06:07+00",
        "2026-11-23 13:06:07.12+08",
        "0044-03-15 12:00:00.000001+00",
        "9999-12-31 23:59:59.999999+00",
    ],
)
def test_a_moment_is_read_as_the_driver_reads_it(told):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [told])
        (read,) = cursor.fetchone()
    assert read == datetime.fromisoformat(told)
    assert read.tzinfo is UTC


@pytest.mark.parametrize("told", ["infinity", "-infinity", "4713-01-01 00:00:00+00 BC"])
def test_a_moment_that_python_has_no_word_for_is_refused_by_the_driver(told):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [told])
        with pytest.raises(DataError, match=r"too (large|small)"):
            cursor.fetchone()
