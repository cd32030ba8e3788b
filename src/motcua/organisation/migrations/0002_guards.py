"""The database refuses to change a calendar snapshot, a change, a setting, or to alter the audit of sign-ins; a
mark changes with every change of rights.
"""

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
    "organisation_change": "UPDATE OR DELETE",
    "organisation_regimesetting": "UPDATE OR DELETE",
    # Old audit rows go at the end of their retention, by the owner's role alone.
    "organisation_signinrecord": "UPDATE",
}
RIGHTS = """
CREATE FUNCTION organisation_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organisation_rightsversion SET mark = gen_random_uuid();
    RETURN NULL;
END $$
"""
OF_RIGHTS = {
    "organisation_agency": "INSERT OR UPDATE OR DELETE",
    "organisation_succession": "INSERT OR UPDATE OR DELETE",
    "organisation_section": "INSERT OR UPDATE OR DELETE",
    "organisation_post": "INSERT OR UPDATE OR DELETE",
    "organisation_assignment": "INSERT OR UPDATE OR DELETE",
    "organisation_standin": "INSERT OR UPDATE OR DELETE",
    "organisation_officer": "INSERT OR UPDATE OR DELETE",
    # Each sign-in writes last_login: that is no change of rights.
    "organisation_user": "UPDATE OF is_active, login_name OR DELETE",
}


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
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
        migrations.RunSQL(
            "INSERT INTO organisation_rightsversion (mark) SELECT gen_random_uuid()"
            " WHERE NOT EXISTS (SELECT FROM organisation_rightsversion)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(RIGHTS, "DROP FUNCTION organisation_rights_changed()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER rights_changed AFTER {events} ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION organisation_rights_changed()",
                f"DROP TRIGGER rights_changed ON {table}",
            )
            for table, events in OF_RIGHTS.items()
        ),
    ]
