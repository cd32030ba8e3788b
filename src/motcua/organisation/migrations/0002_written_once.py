"""The database refuses to change a calendar snapshot, or to alter the audit of sign-ins."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION organisation_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TABLES = {
    "organisation_calendarversion": "UPDATE OR DELETE",
    "organisation_calendardayrow": "UPDATE OR DELETE",
    "organisation_windowrow": "UPDATE OR DELETE",
    # Old audit rows go at the end of their retention, by the owner's role alone.
    "organisation_signinrecord": "UPDATE",
}


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_organisation")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION organisation_written_once()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER written_once BEFORE {events} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION organisation_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table, events in TABLES.items()
        ),
    ]
