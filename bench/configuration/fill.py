"""Fill the configuration database with many items and relations; see `bench.fill` for how and why."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection

from bench import surroundings as common
from bench.configuration.rows import ITEM_COLUMNS, RELATION_COLUMNS, Cast, items, relations
from bench.fill import set_numbers, shared_columns, without_indexes
from bench.rows import copy_lines
from bench.stage import Stage
from govops.kernel import moment
from govops.kernel.records import kinds
from govops.modules.configuration.actions.loading import load_standard_types
from govops.modules.configuration.models import (
    ConfigurationItem,
    History,
    ItemRelation,
    ItemType,
    RelationKind,
)

ITEM, RELATION = ConfigurationItem._meta.db_table, ItemRelation._meta.db_table
PER_ITEM = 3
_RUNS = """
INSERT INTO processes_processrun (register, record_id, number, title, unit_id, applicant_id, secrecy_level, state, step, round, snapshot, started_at)
SELECT %s, id, number, title, unit_id, applicant_id, secrecy_level, state, '', 0, '[]'::jsonb, created_at FROM {table} ORDER BY id
"""
#: what a form asks for besides is empty
_PAST = f"""
INSERT INTO configuration_history (register, record_id, since, facts, changed, reason, reference, by_id)
SELECT 'configuration_item', id, created_at, jsonb_build_object(
           'number', number, 'title', title, 'name', name, 'type', type_id, 'state', state, 'network_zone', network_zone, 'owner_unit', owner_unit_id,
           'custodian', custodian_id, 'location', location_id, 'ip_address', ip_address, 'serial_number', serial_number, 'asset_number', asset_number,
           'values', values), '{{}}'::jsonb, '', '', applicant_id
FROM {ITEM} ORDER BY id;
INSERT INTO configuration_history (register, record_id, since, facts, changed, reason, reference, by_id)
SELECT 'item_relation', id, created_at, jsonb_build_object(
           'number', number, 'title', title, 'kind', kind_id, 'source', source_id, 'target', target_id, 'group', "group", 'needed', needed,
           'state', state), '{{}}'::jsonb, '', '', applicant_id
FROM {RELATION} ORDER BY id
"""


def fill(stage: Stage, total: int, *, tell: Callable[[str], None]) -> float:
    """Put exactly `total` items and three times as many relations in place of whatever was there; answers the seconds."""
    began = time.monotonic()
    load_standard_types(stage.bureau.actor("configuration_manager"))
    cast = _cast(stage)
    tables = [ITEM, RELATION, History._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no checks, no triggers: this session only
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute(
            "DELETE FROM processes_processrun WHERE register IN ('configuration_item', 'item_relation')"
        )
        with without_indexes(cursor, tables):
            shared = _shared(ConfigurationItem, ITEM_COLUMNS)
            copy_lines(stage.url, ITEM, _quoted(ITEM_COLUMNS, shared), items(total, cast, shared))
            shared = _shared(ItemRelation, RELATION_COLUMNS)
            copy_lines(
                stage.url,
                RELATION,
                _quoted(RELATION_COLUMNS, shared),
                relations(total, total * PER_ITEM, cast, shared),
            )
            for code, table in (("configuration_item", ITEM), ("item_relation", RELATION)):
                cursor.execute(_RUNS.format(table=table), [code])
            cursor.execute(_PAST)
        tell(f"配置项、关系、历史 {time.monotonic() - began:.0f} 秒")
        common.set_sequences(cursor, tables)
        for series in cast.series:
            set_numbers(cursor, series, total * PER_ITEM)
        cursor.execute("RESET session_replication_role")
        for table in (*tables, "processes_processrun"):
            cursor.execute(f"VACUUM (ANALYZE) {table}")
        cursor.execute("CHECKPOINT")
    return time.monotonic() - began


def _cast(stage: Stage) -> Cast:
    return Cast(
        now=moment.now(),
        people=tuple(
            (person.pk, person.unit_id) for person in stage.bureau.people.values() if person.unit.code != "HX"
        ),
        types=dict(ItemType.objects.values_list("code", "pk")),
        kind=RelationKind.objects.get(code="depends_on").pk,
        series=(kinds.get("configuration_item").series, kinds.get("item_relation").series),
    )


def _shared(model: type[ConfigurationItem] | type[ItemRelation], told: tuple[str, ...]) -> dict[str, str]:
    """As everywhere; the words of a search are a vector of their own, empty where nobody looks for them."""
    shared = shared_columns(model, tuple(name.strip('"') for name in told))
    return {name: "" if name == "search_vector" else value for name, value in shared.items()}


def _quoted(told: tuple[str, ...], shared: dict[str, str]) -> tuple[str, ...]:
    return (
        *(name if name.startswith('"') else f'"{name}"' for name in told),
        *(f'"{name}"' for name in shared),
    )
