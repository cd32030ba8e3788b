"""Nothing is recorded into a sealed day: a clock set back would break the published seal (decision 4)."""

from django.db import migrations

GUARD = """
CREATE FUNCTION dossiers_not_into_a_sealed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT min(recorded_at) FROM fresh)
       < (SELECT (extract(epoch FROM max(day) + 1) * 1000000)::bigint - 25200000000 FROM dossiers_dailyseal)
    THEN
        RAISE EXCEPTION 'the day is sealed' USING ERRCODE = 'MC001';
    END IF;
    RETURN NULL;
END $$
"""
TRIGGER = (
    "CREATE TRIGGER not_into_a_sealed_day AFTER INSERT ON dossiers_event REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION dossiers_not_into_a_sealed_day()"
)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_counter_of_the_day")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION dossiers_not_into_a_sealed_day()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER not_into_a_sealed_day ON dossiers_event"),
    ]
