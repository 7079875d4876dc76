"""What the table needs beyond Django: what was said cannot be unsaid."""

FORWARD = """
CREATE OR REPLACE FUNCTION records_comment_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '备注只能追加，不能修改、删除或清空（操作 %）', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER records_comment_append_only BEFORE UPDATE OR DELETE ON records_comment
    FOR EACH ROW EXECUTE FUNCTION records_comment_is_said();
CREATE OR REPLACE TRIGGER records_comment_truncate BEFORE TRUNCATE ON records_comment
    FOR EACH STATEMENT EXECUTE FUNCTION records_comment_is_said();
"""

REVERSE = """
DROP TRIGGER IF EXISTS records_comment_append_only ON records_comment;
DROP TRIGGER IF EXISTS records_comment_truncate ON records_comment;
DROP FUNCTION IF EXISTS records_comment_is_said();
"""
