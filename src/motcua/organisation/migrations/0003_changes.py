"""The register of changes, which the database refuses to alter."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0002_written_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('kind', models.CharField(max_length=40, verbose_name='loại đối tượng')),
                ('subject', models.CharField(max_length=120, verbose_name='đối tượng')),
                ('named', models.CharField(blank=True, max_length=255, verbose_name='tên đối tượng')),
                ('before', models.JSONField(null=True, verbose_name='trước khi đổi')),
                ('after', models.JSONField(null=True, verbose_name='sau khi đổi')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người thay đổi')),
            ],
            options={
                'verbose_name': 'thay đổi',
                'verbose_name_plural': 'thay đổi',
                'indexes': [models.Index(fields=['-at', '-id'], name='change_newest'), models.Index(fields=['kind', 'subject', '-at'], name='change_of_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='change_has_a_reason')],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON organisation_change "
            "FOR EACH ROW EXECUTE FUNCTION organisation_written_once()",
            "DROP TRIGGER written_once ON organisation_change",
        ),
    ]
