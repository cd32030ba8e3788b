"""The database refuses to change or delete what was told and decided of online payments, whoever asks.
"""

from django.db import migrations

TABLES = (
    "payments_statementimport",
    "payments_arrival",
    "payments_paymentevent",
    "payments_arrivaldecision",
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("money", "0002_guards")]
    operations = [
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION money_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table in TABLES
        ),
    ]
