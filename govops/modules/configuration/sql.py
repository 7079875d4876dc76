"""What the tables need beyond Django: the last line of R-CI-03, whichever way a row is written."""

FORWARD = """
CREATE OR REPLACE FUNCTION configuration_is_notebook(kind bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    WITH RECURSIVE above(id, parent, is_portable) AS (
        SELECT id, parent_id, is_portable FROM configuration_itemtype WHERE id = kind
        UNION
        SELECT one.id, one.parent_id, one.is_portable FROM configuration_itemtype one JOIN above ON one.id = above.parent
    )
    SELECT coalesce(bool_or(is_portable), false) FROM above
$$;
CREATE OR REPLACE FUNCTION configuration_item_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.network_zone = 'intranet' AND configuration_is_notebook(NEW.type_id) THEN
        RAISE EXCEPTION '笔记本类设备不得登记到政务内网（S9§19）' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER configuration_no_notebook_in_intranet
    BEFORE INSERT OR UPDATE OF type_id, network_zone ON configuration_configurationitem
    FOR EACH ROW EXECUTE FUNCTION configuration_item_zone();
CREATE OR REPLACE FUNCTION configuration_type_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE below(id) AS (
            SELECT NEW.id
            UNION
            SELECT one.id FROM configuration_itemtype one JOIN below ON one.parent_id = below.id
        )
        SELECT 1 FROM configuration_configurationitem item JOIN below ON item.type_id = below.id
        WHERE item.network_zone = 'intranet' AND configuration_is_notebook(item.type_id)
    ) THEN
        RAISE EXCEPTION '政务内网中有此类配置项，不能列为笔记本类（S9§19）' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER configuration_no_type_made_notebook
    AFTER UPDATE OF is_portable, parent_id ON configuration_itemtype
    FOR EACH ROW EXECUTE FUNCTION configuration_type_zone();
"""

REVERSE = """
DROP TRIGGER IF EXISTS configuration_no_type_made_notebook ON configuration_itemtype;
DROP TRIGGER IF EXISTS configuration_no_notebook_in_intranet ON configuration_configurationitem;
DROP FUNCTION IF EXISTS configuration_type_zone();
DROP FUNCTION IF EXISTS configuration_item_zone();
DROP FUNCTION IF EXISTS configuration_is_notebook(bigint);
"""
