"""What the doors write around each visitor record, made from the records by the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.stage import Stage

RUN, ITEM, ACT, TRAIL, KNOWN = (
    "processes_processrun",
    "processes_workitem",
    "processes_act",
    "audit_auditentry",
    "records_needtoknow",
)
TABLES = [RUN, ITEM, ACT, TRAIL, KNOWN]

_RUNS = f"""
INSERT INTO {RUN} (register, record_id, number, title, unit_id, applicant_id, secrecy_level, state, step, round, snapshot,
                   started_at, submitted_at, finished_at)
SELECT %(code)s, id, number, title, unit_id, applicant_id, secrecy_level, state,
       CASE WHEN state = 'approving' THEN (CASE WHEN id %% 2 = 0 THEN 'manager' ELSE 'security' END) ELSE '' END,
       CASE WHEN state = 'draft' THEN 0 ELSE 1 END, %(snapshot)s::jsonb, created_at,
       CASE WHEN state <> 'draft' THEN created_at + interval '2 minutes' END,
       CASE WHEN state IN ('archived', 'refused', 'cancelled') THEN updated_at END
FROM {{table}} ORDER BY id
"""

_ITEM_COLUMNS = """(register, record_id, run_id, kind, status, round, step, step_title, place, seat, person_id, given_by, note,
    arrived_at, done_at, budget_minutes, due_at, is_provisional)"""

#: every place of both steps has two holders: the one decided, the other was relieved
_DECISIONS = f"""
INSERT INTO {ITEM} {_ITEM_COLUMNS}
SELECT r.register, r.record_id, r.id, 'decide',
       CASE WHEN r.step = s.step THEN 'open' WHEN s.which = r.record_id %% 2 THEN 'done' ELSE 'cancelled' END,
       1, s.step, s.title, 0, s.seat, s.person_id, '', '', r.started_at + s.after * interval '1 hour',
       CASE WHEN r.step <> s.step THEN r.started_at + (s.after + 1) * interval '1 hour' END,
       240, r.started_at + (s.after + 4) * interval '1 hour', false
FROM {RUN} r CROSS JOIN (VALUES {{people}}) AS s(step, title, seat, after, which, person_id)
WHERE r.state <> 'draft' AND NOT (r.step = 'manager' AND s.step = 'security') AND NOT (r.state = 'cancelled' AND s.step = 'security')
ORDER BY r.id
"""

_HANDLINGS = f"""
INSERT INTO {ITEM} {_ITEM_COLUMNS}
SELECT r.register, r.record_id, r.id, 'handle', CASE WHEN r.state = 'left' THEN 'open' ELSE 'done' END, 1, 'archive', '归档', 0, '',
       %(archivist)s, '', '', r.started_at + interval '3 days', CASE WHEN r.state = 'archived' THEN r.finished_at END, 960,
       r.started_at + interval '5 days', false
FROM {RUN} r WHERE r.state IN ('left', 'archived') ORDER BY r.id
"""

_DRAFTS = f"""
INSERT INTO {ITEM} {_ITEM_COLUMNS}
SELECT r.register, r.record_id, r.id, 'draft', CASE WHEN r.state = 'draft' THEN 'open' ELSE 'cancelled' END, 0, 'submit', '填写并提交', 0,
       '', r.applicant_id, '', '', r.started_at, CASE WHEN r.state <> 'draft' THEN r.submitted_at END, NULL, NULL, false
FROM {RUN} r ORDER BY r.id
"""

_ACTS = f"""
INSERT INTO {ACT} (register, record_id, run_id, round, step, step_title, verb, verb_title, person_id, person_name, unit_name, behalf_of,
                   opinion, details, is_decision, from_state, to_state, arrived_at, at)
SELECT r.register, r.record_id, r.id, 1, s.step, s.title, s.verb, s.verb_title, coalesce(s.person_id, r.applicant_id), p.name, u.short_name, '',
       s.opinion, '', s.verb = 'approve', s.from_state, s.to_state, r.started_at, r.started_at + s.after * interval '1 hour'
FROM {RUN} r CROSS JOIN (VALUES {{acts}})
     AS s(step, title, verb, verb_title, person_id, opinion, from_state, to_state, after)
JOIN organization_person p ON p.id = coalesce(s.person_id, r.applicant_id) JOIN organization_unit u ON u.id = p.unit_id
WHERE r.state <> 'draft' AND (s.verb = 'submit' OR r.state NOT IN ('approving', 'cancelled'))
ORDER BY r.id
"""

_TRAIL = f"""
INSERT INTO {TRAIL} (at, account_id, actor_name, unit_name, roles, channel, address, request_id, operation, register, record_id, number,
                     before, after, result, rule, secrecy_level, summary)
SELECT r.started_at, a.id, p.name, u.name, 'end_user', 'page', '10.20.16.' || (r.id %% 250), lpad(to_hex(r.id), 16, '0'), s.operation,
       r.register, r.record_id, r.number, NULL,
       jsonb_build_object('state', r.state, 'title', r.title, 'unit', r.unit_id), 'ok', '', r.secrecy_level, r.title
FROM {RUN} r CROSS JOIN (VALUES ('create'), ('move'), ('decision')) AS s(operation)
JOIN organization_person p ON p.id = r.applicant_id JOIN organization_unit u ON u.id = p.unit_id JOIN access_account a ON a.person_id = p.id
ORDER BY r.id
"""

_KNOWN = f"""
INSERT INTO {KNOWN} (register, record_id, person_id)
SELECT %(code)s, v.id, s.person_id FROM {{table}} v CROSS JOIN (VALUES (%(first)s), (%(second)s)) AS s(person_id)
WHERE v.is_restricted ORDER BY v.id
"""


def empty(cursor: Any, code: str, table: str) -> None:
    """Take out what an earlier filling put in."""
    cursor.execute(f"TRUNCATE {table}, {', '.join(TABLES)} CASCADE")


def build(cursor: Any, code: str, table: str, stage: Stage) -> None:
    """Runs, work items, acts, trail entries and 知悉范围 of every record in `table`."""
    manager, deputy = stage.managers[:2]
    security, second = stage.security[:2]
    snapshot = (
        '[{"key": "manager", "title": "管理人员同意", "quorum": "all", "minutes": 240, "seats": []},'
        ' {"key": "security", "title": "保卫保密批准", "quorum": "all", "minutes": 480, "seats": []}]'
    )
    cursor.execute(_RUNS.format(table=table), {"code": code, "snapshot": snapshot})
    people = [
        ("manager", "管理人员同意", "machine_room_manager", 0, 0, manager),
        ("manager", "管理人员同意", "machine_room_manager", 0, 1, deputy),
        ("security", "保卫保密批准", "security_secrecy", 4, 0, security),
        ("security", "保卫保密批准", "security_secrecy", 4, 1, second),
    ]
    _insert(cursor, _DECISIONS, "people", people)
    cursor.execute(_HANDLINGS, {"archivist": manager})
    cursor.execute(_DRAFTS.replace("%%", "%"))
    acts = [
        ("", "", "submit", "提交", None, "", "draft", "approving", 0),
        (
            "manager",
            "管理人员同意",
            "approve",
            "同意（管理人员同意）",
            manager,
            "同意，请陪同人全程在场。",
            "",
            "approving",
            2,
        ),
        (
            "security",
            "保卫保密批准",
            "approve",
            "同意（保卫保密批准）",
            security,
            "同意，进出核对证件和物品。",
            "",
            "approving",
            5,
        ),
    ]
    _insert(cursor, _ACTS, "acts", acts, casts={4: "::bigint"})
    cursor.execute(_TRAIL.replace("%%", "%"))
    cursor.execute(_KNOWN.format(table=table), {"code": code, "first": manager, "second": security})


def _insert(
    cursor: Any, statement: str, name: str, rows: list[tuple[Any, ...]], casts: dict[int, str] | None = None
) -> None:
    casts = casts or {}
    places = ", ".join(
        "(" + ", ".join("%s" + casts.get(i, "") for i in range(len(row))) + ")" for row in rows
    )
    cursor.execute(statement.format(**{name: places}), [value for row in rows for value in row])


def set_sequences(cursor: Any, tables: list[str]) -> None:
    """Let the identity columns go on after what is there."""
    for table in tables:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce((SELECT max(id) FROM {table}), 0) + 1)"
        )
