"""What even SQL may not do: open an account without a warrant in 正式运行, or leave 正式运行 (S9§18, R-USR-03)."""

FORWARD = """
CREATE OR REPLACE FUNCTION access_account_needs_warrant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.warrant_id IS NULL AND EXISTS (SELECT 1 FROM access_systemstate WHERE is_production) THEN
        RAISE EXCEPTION '正式运行期间不得私设用户：开户须凭已批准的申请单（R-USR-03）' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_account_warrant BEFORE INSERT ON access_account
    FOR EACH ROW EXECUTE FUNCTION access_account_needs_warrant();

CREATE OR REPLACE FUNCTION access_production_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_production AND (TG_OP = 'DELETE' OR NOT NEW.is_production) THEN
        RAISE EXCEPTION '正式运行一经启用不可撤回（R-USR-03）' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER access_production_stays BEFORE UPDATE OR DELETE ON access_systemstate
    FOR EACH ROW EXECUTE FUNCTION access_production_stays();
"""

REVERSE = """
DROP TRIGGER IF EXISTS access_production_stays ON access_systemstate;
DROP FUNCTION IF EXISTS access_production_stays();
DROP TRIGGER IF EXISTS access_account_warrant ON access_account;
DROP FUNCTION IF EXISTS access_account_needs_warrant();
"""
