"""What the office chose where the law leaves a choice; the database refuses to alter it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0006_api_tokens'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegimeSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regime', models.CharField(max_length=8, verbose_name='quy định áp dụng')),
                ('key', models.CharField(max_length=40, verbose_name='mục')),
                ('value', models.CharField(max_length=40, verbose_name='giá trị')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('source', models.CharField(max_length=255, verbose_name='văn bản căn cứ')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('made_at', models.BigIntegerField(verbose_name='lập lúc')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người lập')),
            ],
            options={
                'verbose_name': 'mục tự chọn của quy định',
                'verbose_name_plural': 'mục tự chọn của quy định',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='regime_setting_has_ground'), models.CheckConstraint(condition=models.Q(('key__regex', '^\\S+$'), ('regime__regex', '^\\S+$'), ('value__regex', '^\\S+$')), name='regime_setting_in_words')],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON organisation_regimesetting "
            "FOR EACH ROW EXECUTE FUNCTION organisation_written_once()",
            "DROP TRIGGER written_once ON organisation_regimesetting",
        ),
    ]
