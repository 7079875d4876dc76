"""What the tables need beyond Django: the history of a clock cannot be rewritten."""

FORWARD = """
CREATE OR REPLACE FUNCTION calendar_clockevent_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'calendar_clockevent is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER calendar_clockevent_append_only
    BEFORE UPDATE OR DELETE ON calendar_clockevent
    FOR EACH ROW EXECUTE FUNCTION calendar_clockevent_is_history();
"""

REVERSE = """
DROP TRIGGER IF EXISTS calendar_clockevent_append_only ON calendar_clockevent;
DROP FUNCTION IF EXISTS calendar_clockevent_is_history();
"""

#: as for all other history: not emptied either, and told in Chinese
HISTORY = """
CREATE OR REPLACE FUNCTION calendar_clockevent_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '计时明细只能追加，不能修改、删除或清空（操作 %）', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER calendar_clockevent_truncate BEFORE TRUNCATE ON calendar_clockevent
    FOR EACH STATEMENT EXECUTE FUNCTION calendar_clockevent_is_history();
"""
HISTORY_REVERSE = "DROP TRIGGER IF EXISTS calendar_clockevent_truncate ON calendar_clockevent;"
