"""What the tables need beyond Django: whoever worked here once stays in the books, active or not."""

FORWARD = """
CREATE OR REPLACE FUNCTION organization_what_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '人员、单位和流程可以停用或办结，不能删除（%）', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER organization_person_stays BEFORE DELETE ON organization_person
    FOR EACH ROW EXECUTE FUNCTION organization_what_stays();
CREATE OR REPLACE TRIGGER organization_unit_stays BEFORE DELETE ON organization_unit
    FOR EACH ROW EXECUTE FUNCTION organization_what_stays();
"""

REVERSE = """
DROP TRIGGER IF EXISTS organization_person_stays ON organization_person;
DROP TRIGGER IF EXISTS organization_unit_stays ON organization_unit;
DROP FUNCTION IF EXISTS organization_what_stays();
"""
