"""The first tables, in one step (decision 93)."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dossiers', '0001_initial'),
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='FilingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True, verbose_name='mã bản khai')),
                ('account', models.CharField(max_length=16, verbose_name='tài khoản khai')),
                ('behalf_of', models.CharField(blank=True, max_length=16, verbose_name='nộp thay cho')),
                ('procedure_code', models.CharField(max_length=32, verbose_name='mã thủ tục')),
                ('case', models.CharField(blank=True, max_length=64, verbose_name='trường hợp')),
                ('section', models.CharField(blank=True, max_length=64, verbose_name='nơi nộp')),
                ('form', models.CharField(max_length=80, verbose_name='biểu mẫu')),
                ('revision', models.CharField(max_length=64, verbose_name='bản biểu mẫu')),
                ('answers', models.JSONField(default=dict, verbose_name='các câu trả lời')),
                ('pages', models.JSONField(default=dict, verbose_name='lần lưu của từng trang')),
                ('seq', models.PositiveIntegerField(default=1, verbose_name='lần lưu')),
                ('made_at', models.BigIntegerField(verbose_name='bắt đầu khai lúc')),
                ('saved_at', models.BigIntegerField(verbose_name='lưu lúc')),
                ('submitted_at', models.BigIntegerField(null=True, verbose_name='nộp lúc')),
                ('reference', models.CharField(blank=True, max_length=32, verbose_name='mã nộp trực tuyến')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dossiers.dossier', verbose_name='bổ sung cho hồ sơ')),
            ],
            options={
                'verbose_name': 'bản khai',
                'verbose_name_plural': 'bản khai',
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=60, verbose_name='câu hỏi')),
                ('attachment', models.UUIDField(unique=True, verbose_name='tệp đính kèm')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('size', models.BigIntegerField(verbose_name='cỡ')),
                ('scanned', models.BooleanField(default=False, verbose_name='đã quét vi-rút')),
                ('notes', models.JSONField(default=list, verbose_name='ghi chú kiểm tra')),
                ('received_at', models.BigIntegerField(verbose_name='tệp nhận lúc')),
                ('store_paper', models.CharField(blank=True, max_length=64, verbose_name='giấy tờ trong kho')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='received', to='filing.filingdraft', verbose_name='bản khai')),
            ],
            options={
                'verbose_name': 'tệp của bản khai',
                'verbose_name_plural': 'tệp của bản khai',
                'ordering': ['received_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True, verbose_name='khóa lượt tải')),
                ('field', models.CharField(max_length=60, verbose_name='câu hỏi')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('mark', models.CharField(max_length=64, verbose_name='dấu nhận lại tệp')),
                ('size', models.BigIntegerField(verbose_name='cỡ')),
                ('offset', models.BigIntegerField(default=0, verbose_name='đã nhận đến')),
                ('begun_at', models.BigIntegerField(verbose_name='bắt đầu tải lúc')),
                ('touched_at', models.BigIntegerField(db_index=True, verbose_name='nhận phần cuối lúc')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='filing.filingdraft', verbose_name='bản khai')),
            ],
            options={
                'verbose_name': 'tệp đang tải lên',
                'verbose_name_plural': 'tệp đang tải lên',
            },
        ),
        migrations.AddIndex(
            model_name='filingdraft',
            index=models.Index(models.F('account'), models.F('saved_at'), name='filing_draft_account'),
        ),
        migrations.AddIndex(
            model_name='filingdraft',
            index=models.Index(models.F('saved_at'), condition=models.Q(('reference', '')), name='filing_draft_open'),
        ),
        migrations.AddConstraint(
            model_name='filingdraft',
            constraint=models.UniqueConstraint(condition=models.Q(('dossier__isnull', False), ('reference', '')), fields=('account', 'dossier'), name='filing_one_supplement'),
        ),
        ]),
    ]
