"""The database refuses to change or delete what is written once, whoever asks (contracts, section 2).

A private record may lose its salt and body, once, and nothing else.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION dossiers_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ERASE_ONLY = """
CREATE FUNCTION dossiers_erase_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erasable CONSTANT text[] := ARRAY['salt', 'body', 'erased_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL
       AND NEW.erased_at IS NOT NULL AND to_jsonb(NEW) - erasable = to_jsonb(OLD) - erasable THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% may only be erased', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
APPEND_ONLY = ("dossiers_event", "dossiers_dailyseal", "dossiers_opening")
ERASABLE = ("dossiers_privaterecord", "dossiers_counterslip")


def triggers(table, function):
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()",
            f"DROP TRIGGER written_once ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION dossiers_append_only()",
            f"DROP TRIGGER never_emptied ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_dossiers")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION dossiers_append_only()"),
        migrations.RunSQL(ERASE_ONLY, "DROP FUNCTION dossiers_erase_only()"),
        *(step for table in APPEND_ONLY for step in triggers(table, "dossiers_append_only")),
        *(step for table in ERASABLE for step in triggers(table, "dossiers_erase_only")),
    ]
