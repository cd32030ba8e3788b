"""What was decided about a version of a process stays: dossiers run on it for years, and it is the ground.

Written so that a database in which they stand already may meet them again.
"""

from django.db import migrations

TABLES = ("procedures_processversion", "procedures_processverdict")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial"), ("organisation", "0002_guards")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE OR REPLACE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION organisation_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table in TABLES
        ),
    ]
