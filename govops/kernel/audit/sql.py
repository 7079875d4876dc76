"""Triggers that make the trail and its seals append-only (R-AUD-01).

FORWARD and REVERSE are for a migration's RunSQL. A database superuser can switch triggers off; that is what
the seals are for: `verification.verify` then names what was touched.
"""

from __future__ import annotations

TABLES = ("audit_auditentry", "audit_auditseal")

_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '审计记录只能追加，不能修改、删除或清空（R-AUD-01，表 %，操作 %）', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$body$;
"""

_TRIGGERS = """
CREATE OR REPLACE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
"""

_DROP = """
DROP TRIGGER IF EXISTS {table}_rows ON {table};
DROP TRIGGER IF EXISTS {table}_truncate ON {table};
"""

FORWARD = _FUNCTION + "".join(_TRIGGERS.format(table=table) for table in TABLES)
REVERSE = (
    "".join(_DROP.format(table=table) for table in TABLES) + "DROP FUNCTION IF EXISTS audit_append_only();\n"
)
