"""Triggers: signatures are append-only; of a key only the PIN wrapping and the status may move, forward.

FORWARD and REVERSE are for a migration's RunSQL.
"""

from __future__ import annotations

FORWARD = """
CREATE OR REPLACE FUNCTION signatures_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '电子签名只能追加，不能修改、删除或清空（R-SIG-01，表 %，操作 %）', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$body$;

CREATE OR REPLACE FUNCTION signatures_key_forward() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF ROW(NEW.id, NEW.person_id, NEW.provider, NEW.algorithm, NEW.public_key, NEW.fingerprint, NEW.activated_at)
        IS DISTINCT FROM
       ROW(OLD.id, OLD.person_id, OLD.provider, OLD.algorithm, OLD.public_key, OLD.fingerprint, OLD.activated_at)
    THEN
        RAISE EXCEPTION '签名密钥的持有人、公钥和启用时间不能修改（R-SIG-01）' USING ERRCODE = 'restrict_violation';
    END IF;
    IF array_position(ARRAY['active', 'suspended', 'revoked'], NEW.status::text)
        < array_position(ARRAY['active', 'suspended', 'revoked'], OLD.status::text)
        OR (OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at)
    THEN
        RAISE EXCEPTION '已停用的签名密钥不能恢复，请申领新密钥（R-KEY-05）' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$body$;

CREATE OR REPLACE TRIGGER signatures_electronicsignature_rows BEFORE UPDATE OR DELETE ON signatures_electronicsignature
    FOR EACH ROW EXECUTE FUNCTION signatures_append_only();
CREATE OR REPLACE TRIGGER signatures_electronicsignature_truncate BEFORE TRUNCATE ON signatures_electronicsignature
    FOR EACH STATEMENT EXECUTE FUNCTION signatures_append_only();
CREATE OR REPLACE TRIGGER signatures_signaturekey_update BEFORE UPDATE ON signatures_signaturekey
    FOR EACH ROW EXECUTE FUNCTION signatures_key_forward();
CREATE OR REPLACE TRIGGER signatures_signaturekey_delete BEFORE DELETE ON signatures_signaturekey
    FOR EACH ROW EXECUTE FUNCTION signatures_append_only();
"""

REVERSE = """
DROP TRIGGER IF EXISTS signatures_electronicsignature_rows ON signatures_electronicsignature;
DROP TRIGGER IF EXISTS signatures_electronicsignature_truncate ON signatures_electronicsignature;
DROP TRIGGER IF EXISTS signatures_signaturekey_update ON signatures_signaturekey;
DROP TRIGGER IF EXISTS signatures_signaturekey_delete ON signatures_signaturekey;
DROP FUNCTION IF EXISTS signatures_key_forward();
DROP FUNCTION IF EXISTS signatures_append_only();
"""
