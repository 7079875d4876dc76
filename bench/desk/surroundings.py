"""What the doors write around each incident, made from the incidents by the database itself."""

from __future__ import annotations

from typing import Any

from bench.surroundings import ACT, ITEM, RUN, TRAIL

CLOCK, LINE, COMMENT = "calendar_clock", "calendar_clockevent", "records_comment"
TABLES = [RUN, ITEM, ACT, TRAIL, CLOCK, LINE, COMMENT]
CODE, INCIDENT = "incident", "service_desk_incident"

_RUNS = f"""
INSERT INTO {RUN} (register, record_id, number, title, unit_id, applicant_id, secrecy_level, state, step, round, snapshot, started_at, finished_at)
SELECT '{CODE}', id, number, title, unit_id, applicant_id, secrecy_level, state, '', 0, '[]'::jsonb, created_at, closed_at
FROM {INCIDENT} ORDER BY id
"""
_ITEMS = f"""
INSERT INTO {ITEM} (register, record_id, run_id, kind, status, round, step, step_title, place, seat, person_id, given_by, note,
                    arrived_at, done_at, budget_minutes, due_at, is_provisional)
SELECT '{CODE}', i.id, r.id, 'handle', CASE WHEN i.resolved_at IS NULL THEN 'open' ELSE 'done' END, 0, 'resolve', '解决', 0, '', i.assignee_id, '',
       '', i.responded_at, i.resolved_at, 480, i.due_at, false
FROM {INCIDENT} i JOIN {RUN} r ON r.record_id = i.id WHERE i.assignee_id IS NOT NULL ORDER BY i.id
"""
_ACTS = f"""
INSERT INTO {ACT} (register, record_id, run_id, round, step, step_title, verb, verb_title, person_id, person_name, unit_name, behalf_of,
                   opinion, details, is_decision, from_state, to_state, at)
SELECT '{CODE}', i.id, r.id, 0, '', '', s.verb, s.title, p.id, p.name, u.short_name, '', '', '', false, s.was, s.became,
       i.created_at + s.after * interval '10 minutes'
FROM {INCIDENT} i JOIN {RUN} r ON r.record_id = i.id
CROSS JOIN (VALUES ('take', '领取', 'new', 'in_progress', 1, true), ('resolve', '解决', 'in_progress', 'resolved', 9, true),
                   ('confirm', '确认解决', 'resolved', 'confirmed', 20, false)) AS s(verb, title, was, became, after, is_handler)
JOIN organization_person p ON p.id = CASE WHEN s.is_handler THEN i.assignee_id ELSE i.applicant_id END JOIN organization_unit u ON u.id = p.unit_id
WHERE i.state = 'closed' OR (s.verb = 'take' AND i.assignee_id IS NOT NULL) ORDER BY i.id, s.after
"""
_TRAIL = f"""
INSERT INTO {TRAIL} (at, account_id, actor_name, unit_name, roles, channel, address, request_id, operation, register, record_id, number,
                     before, after, result, rule, secrecy_level, summary)
SELECT i.created_at + s.after * interval '10 minutes', a.id, p.name, u.name, 'end_user', 'page', '10.20.16.' || (i.id % 250),
       lpad(to_hex(i.id), 16, '0'), s.operation, '{CODE}', i.id, i.number, NULL,
       jsonb_build_object('state', i.state, 'subject', i.subject, 'unit', i.unit_id), 'ok', '', i.secrecy_level, i.title
FROM {INCIDENT} i CROSS JOIN (VALUES ('create', 0), ('move', 1), ('move', 9), ('move', 20)) AS s(operation, after)
JOIN organization_person p ON p.id = i.applicant_id JOIN organization_unit u ON u.id = p.unit_id JOIN access_account a ON a.person_id = p.id
WHERE s.after = 0 OR i.state = 'closed' ORDER BY i.id, s.after
"""
_CLOCKS = f"""
INSERT INTO {CLOCK} (register, record_id, name, calendar_id, budget_minutes, spent_seconds, started_at, running_since, stopped_at, warn_at, due_at,
                     is_provisional, breached_at)
SELECT '{CODE}', i.id, s.name, (SELECT id FROM calendar_workcalendar WHERE is_default), CASE WHEN s.name = '响应' THEN 120 ELSE i.due_minutes END,
       600, i.created_at, CASE WHEN stopped IS NULL THEN i.created_at END, stopped, i.due_at - interval '10 minutes', i.due_at, false,
       CASE WHEN i.is_late AND s.name = '解决' THEN i.due_at END
FROM {INCIDENT} i CROSS JOIN (VALUES ('响应'), ('解决')) AS s(name)
CROSS JOIN LATERAL (SELECT CASE WHEN s.name = '响应' THEN i.responded_at ELSE i.resolved_at END AS stopped) AS t ORDER BY i.id
"""
_LINES = f"""
INSERT INTO {LINE} (clock_id, kind, at, recorded_at, reason, actor_name, budget_minutes, spent_seconds, due_after, is_provisional)
SELECT c.id, s.kind, s.at, s.at, '', '系统', c.budget_minutes, c.spent_seconds, c.due_at, false
FROM {CLOCK} c CROSS JOIN LATERAL (VALUES ('start', c.started_at), ('stop', c.stopped_at)) AS s(kind, at) WHERE s.at IS NOT NULL ORDER BY c.id
"""
_COMMENTS = f"""
INSERT INTO {COMMENT} (register, record_id, author_id, text, is_internal, mentions, at)
SELECT '{CODE}', id, applicant_id, '请问今天能处理好吗？', false, '[]'::jsonb, created_at + interval '7 minutes' FROM {INCIDENT} WHERE id % 2 = 0 ORDER BY id
"""


def empty(cursor: Any) -> None:
    """Take out what an earlier filling put in."""
    cursor.execute(f"TRUNCATE {INCIDENT}, {', '.join(TABLES)} CASCADE")


def build(cursor: Any) -> None:
    """Runs, work items, acts, trail, clocks with their lines, and comments of every incident."""
    for statement in (_RUNS, _ITEMS, _ACTS, _TRAIL, _CLOCKS, _LINES, _COMMENTS):
        cursor.execute(statement)
