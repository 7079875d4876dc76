"""What the table needs beyond Django: the 流转记录 is history and cannot be rewritten."""

FORWARD = """
CREATE OR REPLACE FUNCTION processes_act_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '流转记录只能追加，不能修改、删除或清空（操作 %）', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER processes_act_append_only BEFORE UPDATE OR DELETE ON processes_act
    FOR EACH ROW EXECUTE FUNCTION processes_act_is_history();
CREATE OR REPLACE TRIGGER processes_act_truncate BEFORE TRUNCATE ON processes_act
    FOR EACH STATEMENT EXECUTE FUNCTION processes_act_is_history();
"""

REVERSE = """
DROP TRIGGER IF EXISTS processes_act_append_only ON processes_act;
DROP TRIGGER IF EXISTS processes_act_truncate ON processes_act;
DROP FUNCTION IF EXISTS processes_act_is_history();
"""

STAYS = """
CREATE OR REPLACE TRIGGER processes_processrun_stays BEFORE DELETE ON processes_processrun
    FOR EACH ROW EXECUTE FUNCTION organization_what_stays();
"""

MAY_GO = "DROP TRIGGER IF EXISTS processes_processrun_stays ON processes_processrun;"
