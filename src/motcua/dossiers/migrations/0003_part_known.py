"""Since when it is known that a part of another agency was sent and came back, as reports of a moment need it.

What is there already is told from the log: a part is sent and returned at the moment of the event that says so.
"""

from django.db import migrations, models

TOLD = """
UPDATE dossiers_partrow p SET {name}_known = (
  SELECT min(e.recorded_at) FROM dossiers_event e
  WHERE e.dossier_id = p.dossier_id AND e.occurred_at = p.{name}_at
) WHERE p.{name}_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_guards")]

    operations = [
        migrations.AddField(
            "partrow", "ended_known", models.BigIntegerField("biết có kết quả từ", null=True)
        ),
        migrations.AddField("partrow", "sent_known", models.BigIntegerField("biết đã gửi từ", null=True)),
        migrations.RunSQL(TOLD.format(name="sent"), migrations.RunSQL.noop),
        migrations.RunSQL(TOLD.format(name="ended"), migrations.RunSQL.noop),
    ]
