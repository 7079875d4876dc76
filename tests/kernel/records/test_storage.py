"""Tables of records leave room for a record that moves on, so that its indexes need not follow."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from govops.kernel.records import storage
from govops.kernel.records.models import Record

pytestmark = pytest.mark.django_db
TABLES = [model._meta.db_table for model in apps.get_models() if issubclass(model, Record)]


def options_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s AND relkind = 'r'", [table])
        return cursor.fetchone()[0] or []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_records_leaves_room(table):
    assert f"fillfactor={storage.FILL}" in options_of(table)


@pytest.mark.parametrize("table", TABLES)
def test_no_index_serves_what_nobody_asks(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
        assert not [index for (index,) in cursor.fetchall() if "(number varchar_pattern_ops" in index]


def test_a_table_that_lost_its_room_gets_it_back_with_the_next_migration():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {connection.ops.quote_name(TABLES[0])} RESET (fillfactor)")
    assert options_of(TABLES[0]) == []
    call_command("migrate", verbosity=0)
    assert f"fillfactor={storage.FILL}" in options_of(TABLES[0])
