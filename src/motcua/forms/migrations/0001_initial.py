"""The first tables, in one step (decision 93)."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import motcua.organisation.models.dated
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='Form',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True, verbose_name='Mã biểu mẫu')),
                ('title', models.TextField(verbose_name='Tên biểu mẫu')),
                ('folded', models.TextField()),
                ('draft', models.TextField(blank=True, verbose_name='Bản nháp')),
                ('draft_by', models.CharField(blank=True, max_length=60, verbose_name='Người soạn')),
                ('draft_at', models.DateTimeField(null=True, verbose_name='Soạn lúc')),
            ],
            options={
                'verbose_name': 'Biểu mẫu điện tử',
                'verbose_name_plural': 'Biểu mẫu điện tử',
            },
        ),
        migrations.CreateModel(
            name='FormRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='Phiên bản')),
                ('hash', models.CharField(max_length=64, verbose_name='Mã băm')),
                ('definition', models.TextField(verbose_name='Nội dung')),
                ('made_at', models.DateTimeField(verbose_name='Lập lúc')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='forms.form')),
            ],
            options={
                'verbose_name': 'Phiên bản biểu mẫu',
                'verbose_name_plural': 'Phiên bản biểu mẫu',
            },
        ),
        migrations.CreateModel(
            name='FormPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure_code', models.CharField(max_length=14, verbose_name='Mã thủ tục')),
                ('case', models.CharField(blank=True, max_length=40, verbose_name='Trường hợp')),
                ('valid_from', models.DateField(verbose_name='Hiệu lực từ')),
                ('valid_to', models.DateField(null=True, verbose_name='Hiệu lực đến')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='forms.form')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='forms.formrevision')),
            ],
            options={
                'verbose_name': 'Thời gian hiệu lực của biểu mẫu',
                'verbose_name_plural': 'Thời gian hiệu lực của biểu mẫu',
            },
        ),
        migrations.AddConstraint(
            model_name='formrevision',
            constraint=models.UniqueConstraint(fields=('form', 'number'), name='form_revision_number'),
        ),
        migrations.AddConstraint(
            model_name='formrevision',
            constraint=models.UniqueConstraint(fields=('form', 'hash'), name='form_revision_hash'),
        ),
        migrations.AddIndex(
            model_name='formperiod',
            index=models.Index(fields=['procedure_code'], name='form_period_of_procedure'),
        ),
        migrations.AddConstraint(
            model_name='formperiod',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='form_period'),
        ),
        migrations.AddConstraint(
            model_name='formperiod',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure_code', '='), ('case', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='form_one_a_procedure_a_day'),
        ),
        ]),
    ]
