"""The compliance cost of proposals of review (decision 0102)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0003_rolled_sums'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComplianceCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted', models.JSONField(verbose_name='bảng tính')),
                ('written_by', models.CharField(max_length=64, verbose_name='người tính')),
                ('written_at', models.BigIntegerField(verbose_name='tính lúc')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='cost', to='figures.reviewproposal', verbose_name='đề xuất')),
            ],
            options={
                'verbose_name': 'chi phí tuân thủ',
                'verbose_name_plural': 'chi phí tuân thủ',
            },
        ),
    ]
