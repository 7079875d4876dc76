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
