"""The database refuses to change or delete a row of the books, whoever asks: a wrong one is put right by a
further row.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION money_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TABLES = (
    "money_receipt",
    "money_refund",
    "money_waiver",
    "money_dayclose",
    "money_settlement",
    "money_settlementconfirmation",
    "money_waiverwithdrawal",
)


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION money_written_once()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION money_written_once()",
                f"DROP TRIGGER written_once ON {table}",
            )
            for table in TABLES
        ),
    ]
