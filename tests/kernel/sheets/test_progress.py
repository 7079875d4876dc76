"""How far a long import is, is told past the open transaction in which it is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from govops.kernel.sheets import progress
from govops.kernel.sheets.models import ImportRun

pytestmark = pytest.mark.django_db
_TABLE = ImportRun._meta.db_table


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """Another connection, which sees what is committed, and a run there that everybody sees."""
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the run belongs to nobody
        cursor.execute(
            f"INSERT INTO {_TABLE} (token, account_id, kind, subject, title, file_name, content, digest, options, phase, step, done, total, counts, lines,"
            " problems, problem_count, sentence, url, seconds, at) VALUES ('progress', 0, 'register', '', '试', '', '', 'd', '{}', 'trying',"
            " '', 0, 0, '{}', '{}', '[]', 0, '', '', '{}', now())"
        )
    try:
        yield other
    finally:
        with other.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_TABLE} WHERE token = 'progress'")
        other.close()


def test_the_page_hears_of_it_before_the_commit(elsewhere: Any) -> None:
    run = ImportRun.objects.get(token="progress")
    with progress.telling(run) as teller, transaction.atomic():
        teller("逐行办理", 500, 2000)
        with elsewhere.cursor() as cursor:
            cursor.execute(f"SELECT step, done, total FROM {_TABLE} WHERE token = 'progress'")
            assert cursor.fetchone() == ("逐行办理", 500, 2000)
        teller("写入", 0, 0)
    assert set(teller.spent()) == {"逐行办理", "写入"}


def test_nobody_else_carries_the_run_on_meanwhile(elsewhere: Any) -> None:
    run = ImportRun.objects.get(token="progress")
    with progress.telling(run), elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", [_TABLE, run.pk])
        assert cursor.fetchone() == (False,)
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), %s)", [_TABLE, run.pk])
        assert cursor.fetchone() == (True,)
