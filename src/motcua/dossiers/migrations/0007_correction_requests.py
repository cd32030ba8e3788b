"""What reception officers ask to have put right."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0006_recounted_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.CharField(max_length=80, verbose_name='người đề nghị')),
                ('asked_at', models.BigIntegerField(verbose_name='đề nghị lúc')),
                ('typed', models.JSONField(null=True, verbose_name='nội dung đề nghị')),
                ('answer', models.CharField(blank=True, choices=[('done', 'đã đính chính'), ('declined', 'không đính chính'), ('replaced', 'người đề nghị thay bằng đề nghị khác')], max_length=10, verbose_name='trả lời')),
                ('answered_by', models.CharField(blank=True, max_length=80, verbose_name='người trả lời')),
                ('answered_at', models.BigIntegerField(null=True, verbose_name='trả lời lúc')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ý kiến trả lời')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='correction_requests', to='dossiers.dossier', verbose_name='hồ sơ')),
            ],
            options={
                'verbose_name': 'đề nghị đính chính',
                'verbose_name_plural': 'đề nghị đính chính',
                'constraints': [models.UniqueConstraint(models.F('dossier'), condition=models.Q(('answer', '')), name='correction_request_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('typed__isnull', False)), models.Q(models.Q(('answer', ''), _negated=True), ('typed__isnull', True)), _connector='OR'), name='correction_request_keeps_nothing_typed')],
            },
        ),
    ]
