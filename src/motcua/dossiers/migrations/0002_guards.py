"""The database refuses to change or delete what is written once, whoever asks (contracts, section 2), and to
record into a sealed day: a clock set back would break the published seal (decision 4).

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
SEALED = """
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
NOT_SEALED = (
    "CREATE TRIGGER not_into_a_sealed_day AFTER INSERT ON dossiers_event REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION dossiers_not_into_a_sealed_day()"
)
FACTS = """
CREATE VIEW dossiers_fact AS
SELECT s.dossier_id, s.key, s.known_from,
  nullif(least(s.known_until, s.ended_known), 9223372036854775807) AS known_until,
  s.occurred_at, s.section_id, s.competent_id, s.received_at,
  nullif(s.due_at, 9223372036854775807) AS due_at, NULL::bigint AS ended_at, NULL::bigint AS returned_known,
  s.received_day, nullif(s.due_day, 2147483647) AS due_day, NULL::integer AS ended_day,
  nullif(s.asked_day, 2147483647) AS asked_day, NULL::integer AS returned_day,
  s.standing, NULL::smallint AS outcome, NULL::smallint AS outcome_law, NULL::smallint AS outcome_national,
  s.requests, (s.ending / 10)::smallint AS channel, s.owner, s.procedure_code, s.field_code
FROM dossiers_spell s WHERE s.end_key <> s.key
UNION ALL
SELECT s.dossier_id, s.end_key, s.ended_known, nullif(s.known_until, 9223372036854775807),
  CASE WHEN s.end_key = s.key THEN s.occurred_at ELSE s.ended_at END, s.section_id, s.competent_id, s.received_at,
  nullif(s.due_at, 9223372036854775807), s.ended_at, nullif(s.returned_known, 9223372036854775807),
  s.received_day, nullif(s.due_day, 2147483647), s.ended_day,
  nullif(s.asked_day, 2147483647), nullif(s.returned_day, 2147483647),
  s.ended_as, (s.ending % 10 % 3)::smallint, (s.ending_law % 10 % 3)::smallint,
  (s.ending_national % 10 % 3)::smallint,
  s.requests, (s.ending / 10)::smallint, s.owner, s.procedure_code, s.field_code
FROM dossiers_spell s WHERE s.end_key > 0
"""


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
    dependencies = [("dossiers", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION dossiers_append_only()"),
        migrations.RunSQL(ERASE_ONLY, "DROP FUNCTION dossiers_erase_only()"),
        *(step for table in APPEND_ONLY for step in triggers(table, "dossiers_append_only")),
        *(step for table in ERASABLE for step in triggers(table, "dossiers_erase_only")),
        migrations.RunSQL(SEALED, "DROP FUNCTION dossiers_not_into_a_sealed_day()"),
        migrations.RunSQL(NOT_SEALED, "DROP TRIGGER not_into_a_sealed_day ON dossiers_event"),
        # Facts as versions, told from spells (decision 80).
        migrations.RunSQL(FACTS, "DROP VIEW dossiers_fact"),
    ]
