"""That a paper was used stays as it was written, whoever asks.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION vault_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TABLES = ("vault_paperuse",)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION vault_written_once()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION vault_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table in TABLES
        ),
    ]
