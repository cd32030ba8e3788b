"""The first tables, in one step (decision 93)."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dossiers', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='số chứng từ')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('no', models.PositiveIntegerField(verbose_name='số trong năm')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('method', models.CharField(choices=[('cash', 'cash'), ('transfer', 'transfer'), ('online', 'online')], max_length=10, verbose_name='hình thức')),
                ('reference', models.CharField(blank=True, max_length=64, verbose_name='số giao dịch')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người thu, chi')),
                ('till_no', models.PositiveIntegerField(verbose_name='số thứ tự trong quỹ')),
                ('seq', models.PositiveIntegerField(verbose_name='sự kiện')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='khóa chống gửi trùng')),
                ('purpose', models.CharField(choices=[('fee', 'fee'), ('obligation', 'obligation')], default='fee', max_length=10, verbose_name='loại khoản thu')),
                ('lines', models.JSONField(verbose_name='khoản thu')),
                ('waived', models.BigIntegerField(default=0, verbose_name='được giảm')),
                ('credited', models.BigIntegerField(default=0, verbose_name='đã nộp trước')),
                ('competent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan hưởng')),
                ('counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.counter', verbose_name='quầy')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='dossiers.dossier')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='bộ phận thu')),
            ],
            options={
                'verbose_name': 'biên lai',
                'verbose_name_plural': 'biên lai',
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='số quyết toán')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='quý')),
                ('receipts', models.PositiveIntegerField(verbose_name='số biên lai')),
                ('refunds', models.PositiveIntegerField(verbose_name='số phiếu hoàn')),
                ('collected', models.BigIntegerField(verbose_name='đã thu')),
                ('refunded', models.BigIntegerField(verbose_name='đã hoàn')),
                ('at', models.BigIntegerField(verbose_name='bàn giao lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người bàn giao')),
                ('competent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan hưởng')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='bộ phận thu')),
            ],
            options={
                'verbose_name': 'quyết toán quý',
                'verbose_name_plural': 'quyết toán quý',
            },
        ),
        migrations.CreateModel(
            name='SettlementConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(verbose_name='xác nhận lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người xác nhận')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('settlement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='money.settlement', verbose_name='quyết toán quý')),
            ],
            options={
                'verbose_name': 'xác nhận quyết toán',
                'verbose_name_plural': 'xác nhận quyết toán',
            },
        ),
        migrations.CreateModel(
            name='Till',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('officer', models.CharField(max_length=80, verbose_name='cán bộ thu')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='số thứ tự cuối')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
            ],
            options={
                'verbose_name': 'quỹ tại quầy',
                'verbose_name_plural': 'quỹ tại quầy',
            },
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='số chứng từ')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('no', models.PositiveIntegerField(verbose_name='số trong năm')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('method', models.CharField(choices=[('cash', 'cash'), ('transfer', 'transfer'), ('online', 'online')], max_length=10, verbose_name='hình thức')),
                ('reference', models.CharField(blank=True, max_length=64, verbose_name='số giao dịch')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người thu, chi')),
                ('till_no', models.PositiveIntegerField(verbose_name='số thứ tự trong quỹ')),
                ('seq', models.PositiveIntegerField(verbose_name='sự kiện')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='khóa chống gửi trùng')),
                ('due_again', models.BooleanField(default=False, verbose_name='còn phải nộp lại')),
                ('competent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan hưởng')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='money.receipt', verbose_name='biên lai')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='bộ phận thu')),
                ('till', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='money.till', verbose_name='quỹ')),
            ],
            options={
                'verbose_name': 'phiếu hoàn tiền',
                'verbose_name_plural': 'phiếu hoàn tiền',
            },
        ),
        migrations.AddField(
            model_name='receipt',
            name='till',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='money.till', verbose_name='quỹ'),
        ),
        migrations.CreateModel(
            name='DayClose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày chốt')),
                ('first_no', models.PositiveIntegerField(verbose_name='từ số thứ tự')),
                ('last_no', models.PositiveIntegerField(verbose_name='đến số thứ tự')),
                ('receipts', models.PositiveIntegerField(verbose_name='số biên lai')),
                ('refunds', models.PositiveIntegerField(verbose_name='số phiếu hoàn')),
                ('cash_in', models.BigIntegerField(verbose_name='thu tiền mặt')),
                ('cash_out', models.BigIntegerField(verbose_name='hoàn tiền mặt')),
                ('transfer_in', models.BigIntegerField(verbose_name='thu chuyển khoản')),
                ('transfer_out', models.BigIntegerField(verbose_name='hoàn chuyển khoản')),
                ('counted', models.BigIntegerField(verbose_name='tiền mặt đếm được')),
                ('explanation', models.CharField(blank=True, max_length=300, verbose_name='giải trình chênh lệch')),
                ('closed_at', models.BigIntegerField(verbose_name='chốt lúc')),
                ('closed_by', models.CharField(max_length=80, verbose_name='người chốt')),
                ('till', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closes', to='money.till', verbose_name='quỹ')),
            ],
            options={
                'verbose_name': 'lần chốt tiền',
                'verbose_name_plural': 'lần chốt tiền',
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('legal_ground', models.CharField(max_length=300, verbose_name='căn cứ pháp lý')),
                ('amount', models.BigIntegerField(verbose_name='số tiền được miễn')),
                ('partial', models.BooleanField(default=False, verbose_name='miễn một phần')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người ghi')),
                ('seq', models.PositiveIntegerField(verbose_name='sự kiện')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='khóa chống gửi trùng')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='dossiers.dossier')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
            ],
            options={
                'verbose_name': 'miễn, giảm phí, lệ phí',
                'verbose_name_plural': 'miễn, giảm phí, lệ phí',
            },
        ),
        migrations.CreateModel(
            name='WaiverWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField(verbose_name='số tiền phải nộp lại')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người rút')),
                ('seq', models.PositiveIntegerField(verbose_name='sự kiện')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='khóa chống gửi trùng')),
                ('waiver', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='money.waiver', verbose_name='miễn, giảm phí, lệ phí')),
            ],
            options={
                'verbose_name': 'rút miễn, giảm phí, lệ phí',
                'verbose_name_plural': 'rút miễn, giảm phí, lệ phí',
            },
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.UniqueConstraint(models.F('section'), models.F('competent'), models.F('year'), models.F('quarter'), name='settlement_once'),
        ),
        migrations.AddConstraint(
            model_name='settlement',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='settlement_quarter'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.UniqueConstraint(models.F('section'), models.F('officer'), name='till_once'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(models.F('section'), models.F('at'), name='refund_section_at'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(models.F('section'), models.F('year'), models.F('no'), name='refund_series'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(models.F('till'), models.F('till_no'), name='refund_in_till'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_amount'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(models.F('dossier'), name='receipt_dossier'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(models.F('section'), models.F('at'), name='receipt_section_at'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(models.F('section'), models.F('year'), models.F('no'), name='receipt_series'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(models.F('till'), models.F('till_no'), name='receipt_in_till'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='receipt_amount'),
        ),
        migrations.AddConstraint(
            model_name='dayclose',
            constraint=models.UniqueConstraint(models.F('till'), models.F('day'), name='close_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='dayclose',
            constraint=models.UniqueConstraint(models.F('till'), models.F('first_no'), name='close_no_overlap'),
        ),
        migrations.AddConstraint(
            model_name='dayclose',
            constraint=models.CheckConstraint(condition=models.Q(('last_no__gte', models.F('first_no'))), name='close_in_order'),
        ),
        migrations.AddConstraint(
            model_name='dayclose',
            constraint=models.CheckConstraint(condition=models.Q(('counted', django.db.models.expressions.CombinedExpression(models.F('cash_in'), '-', models.F('cash_out'))), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='close_difference_explained'),
        ),
        migrations.AddIndex(
            model_name='waiver',
            index=models.Index(models.F('section'), models.F('at'), name='waiver_section_at'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(models.F('dossier'), models.F('seq'), name='waiver_of_an_event'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('legal_ground', ''), _negated=True), name='waiver_has_a_ground'),
        ),
        ]),
    ]
