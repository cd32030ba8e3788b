"""What was decided about a version of a process stays: dossiers run on it for years, and it is the ground.
"""

from django.db import migrations

TABLES = ("procedures_processversion", "procedures_processverdict")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial"), ("organisation", "0002_guards")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION organisation_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table in TABLES
        ),
    ]
