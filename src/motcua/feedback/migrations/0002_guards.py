"""The database refuses to change or delete a line of a petition's list, a reading of it, a choice of days.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION feedback_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TABLES = ("feedback_petitionevent", "feedback_petitionopening", "feedback_clocksetting")


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION feedback_written_once()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION feedback_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table in TABLES
        ),
    ]
