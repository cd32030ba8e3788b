"""Who sits at which counter; the end of posts, of service and of counters."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0003_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='counter',
            name='active',
            field=models.BooleanField(default=True, verbose_name='đang dùng'),
        ),
        migrations.AddField(
            model_name='officer',
            name='left_on',
            field=models.DateField(blank=True, null=True, verbose_name='ngày làm việc cuối'),
        ),
        migrations.AddField(
            model_name='post',
            name='valid_to',
            field=models.DateField(blank=True, null=True, verbose_name='đến hết ngày'),
        ),
        migrations.CreateModel(
            name='CounterDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('begins', models.BigIntegerField(verbose_name='từ lúc')),
                ('ends', models.BigIntegerField(blank=True, null=True, verbose_name='đến lúc')),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.counter', verbose_name='quầy')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.officer', verbose_name='cán bộ')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người phân quầy')),
            ],
            options={
                'verbose_name': 'trực quầy',
                'verbose_name_plural': 'trực quầy',
                'constraints': [models.UniqueConstraint(models.F('counter'), models.F('day'), condition=models.Q(('ends', None)), name='duty_one_at_a_counter'), models.UniqueConstraint(models.F('officer'), models.F('day'), condition=models.Q(('ends', None)), name='duty_one_counter_each'), models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('begins')), _connector='OR'), name='duty_in_order')],
            },
        ),
    ]
