"""Fill the register of incidents with many of them, and what belongs to each; see `bench.fill` for how and why."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from django.db import connection

from bench import surroundings as common
from bench.desk import surroundings
from bench.desk.rows import COLUMNS, Cast, copy_span
from bench.fill import WORKERS, set_numbers, shared_columns, spans_of, without_indexes
from bench.stage import Stage
from govops.kernel import moment
from govops.kernel.records import kinds
from govops.modules.service_catalogue.public import ServiceItem, ServiceLevelAgreement, SupportGroup
from govops.modules.service_desk.models import Incident

CODE = surroundings.CODE
_TABLE = Incident._meta.db_table


def fill(stage: Stage, total: int, *, tell: Callable[[str], None]) -> float:
    """Put exactly `total` incidents in place of whatever was there; answers the seconds that it took."""
    began = time.monotonic()
    cast = _cast(stage)
    tables = [_TABLE, *surroundings.TABLES]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no checks, no triggers: this session only
        cursor.execute("SET maintenance_work_mem = '512MB'")
        surroundings.empty(cursor)
        with without_indexes(cursor, tables):
            _copy(stage.url, total, cast)
            tell(f"{total:,} 起事件 {time.monotonic() - began:.0f} 秒")
            surroundings.build(cursor)
            tell(f"流程、计时、流转、审计 {time.monotonic() - began:.0f} 秒")
        tell(f"索引 {time.monotonic() - began:.0f} 秒")
        common.set_sequences(cursor, tables)
        set_numbers(cursor, cast.series, total)
        cursor.execute("RESET session_replication_role")
        cursor.execute("RESET maintenance_work_mem")
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("CHECKPOINT")
    return time.monotonic() - began


def _cast(stage: Stage) -> Cast:
    items = ServiceItem.objects.filter(kind__in=("incident", "both"), state="in_use").order_by("id")
    groups = SupportGroup.objects.order_by("id")
    agreement = ServiceLevelAgreement.objects.order_by("id").values_list("number", flat=True).first()
    return Cast(
        now=moment.now(),
        series=kinds.get(CODE).series,
        agreement=agreement or "",
        reporters=tuple((p.pk, p.unit_id, p.name) for p in stage.bureau.people.values() if p.unit.code != "HX"),
        items=tuple(items.values_list("pk", "support_group_id")),
        members={group.pk: tuple(group.members) for group in groups},
    )  # fmt: skip


def _copy(url: str, total: int, cast: Cast) -> None:
    """All rows, by a few processes at once."""
    shared = shared_columns(Incident, COLUMNS)
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        for done in [pool.submit(copy_span, url, _TABLE, span, cast, shared) for span in spans_of(total)]:
            done.result()
