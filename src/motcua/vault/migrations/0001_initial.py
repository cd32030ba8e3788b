"""The first tables, in one step (decision 93)."""

import django.db.models.deletion
import uuid
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
            name='FedUntil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(default=0, verbose_name='đã đọc nhật ký đến')),
            ],
            options={
                'verbose_name': 'mốc nạp kho',
                'verbose_name_plural': 'mốc nạp kho',
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.CharField(blank=True, max_length=32, verbose_name='số định danh của chủ giấy tờ')),
                ('account', models.CharField(blank=True, db_index=True, max_length=16, verbose_name='tài khoản')),
                ('kind', models.CharField(max_length=64, verbose_name='loại giấy tờ')),
                ('plain_name', models.CharField(blank=True, max_length=300, verbose_name='tên để so khớp')),
                ('title', models.TextField(verbose_name='tên giấy tờ')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='số giấy tờ')),
                ('issued_by', models.CharField(blank=True, max_length=300, verbose_name='nơi cấp')),
                ('issued_on', models.DateField(null=True, verbose_name='ngày cấp')),
                ('valid_from', models.DateField(null=True, verbose_name='có giá trị từ')),
                ('valid_until', models.DateField(null=True, verbose_name='có giá trị đến')),
                ('fields', models.JSONField(default=dict, verbose_name='trường mô tả')),
                ('described_at', models.BigIntegerField(null=True, verbose_name='nhập mô tả lúc')),
                ('described_by', models.CharField(blank=True, max_length=80, verbose_name='người nhập mô tả')),
                ('source', models.CharField(choices=[('scan', 'quét tại quầy'), ('result', 'kết quả giải quyết'), ('upload', 'tự tải lên')], max_length=10, verbose_name='nguồn')),
                ('line', models.PositiveSmallIntegerField(null=True, verbose_name='dòng trong hồ sơ')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.BigIntegerField(verbose_name='cỡ')),
                ('media_type', models.CharField(max_length=120, verbose_name='kiểu tệp')),
                ('file_name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('pages', models.PositiveIntegerField(null=True, verbose_name='số trang')),
                ('signature', models.CharField(choices=[('none', 'không có chữ ký số'), ('scan', 'bản quét có chữ ký, dấu'), ('digital', 'ký số'), ('unchecked', 'có chữ ký số, chưa kiểm tra')], default='none', max_length=10, verbose_name='chữ ký')),
                ('verified', models.BooleanField(default=False, verbose_name='đã xác minh')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='phiên bản')),
                ('added_at', models.BigIntegerField(verbose_name='vào kho lúc')),
                ('added_by', models.CharField(max_length=80, verbose_name='người đưa vào')),
                ('revoked_at', models.BigIntegerField(null=True, verbose_name='thu hồi lúc')),
                ('revoked_by', models.CharField(blank=True, max_length=80, verbose_name='người thu hồi')),
                ('revoke_reason', models.CharField(blank=True, max_length=500, verbose_name='lý do thu hồi')),
                ('erased_at', models.BigIntegerField(null=True, verbose_name='xóa lúc')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='từ hồ sơ')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='vault.paper', verbose_name='thay bằng')),
            ],
            options={
                'verbose_name': 'giấy tờ trong kho',
                'verbose_name_plural': 'giấy tờ trong kho',
            },
        ),
        migrations.CreateModel(
            name='CorrectionWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.CharField(max_length=16, verbose_name='tài khoản đề nghị')),
                ('asked_at', models.BigIntegerField(verbose_name='đề nghị lúc')),
                ('words', models.TextField(blank=True, verbose_name='nội dung đề nghị')),
                ('answer', models.CharField(blank=True, choices=[('mended', 'đã sửa'), ('declined', 'không sửa')], max_length=10, verbose_name='trả lời')),
                ('answered_by', models.CharField(blank=True, max_length=80, verbose_name='người trả lời')),
                ('answered_at', models.BigIntegerField(null=True, verbose_name='trả lời lúc')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ý kiến trả lời')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='vault.paper', verbose_name='giấy tờ')),
            ],
            options={
                'verbose_name': 'đề nghị sửa thông tin giấy tờ',
                'verbose_name_plural': 'đề nghị sửa thông tin giấy tờ',
            },
        ),
        migrations.CreateModel(
            name='PaperUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('reused', 'dùng lại cho hồ sơ'), ('asked_again', 'vẫn yêu cầu nộp lại'), ('seen', 'được báo là đã có trong kho'), ('opened', 'mở xem tệp')], max_length=12, verbose_name='việc đã làm')),
                ('by', models.CharField(max_length=80, verbose_name='người dùng')),
                ('unit', models.CharField(blank=True, max_length=64, verbose_name='đơn vị')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('day', models.DateField(verbose_name='ngày dùng')),
                ('version', models.PositiveIntegerField(verbose_name='phiên bản được dùng')),
                ('line', models.PositiveSmallIntegerField(null=True, verbose_name='dòng trong hồ sơ')),
                ('procedure_code', models.CharField(blank=True, max_length=32, verbose_name='mã thủ tục')),
                ('ground', models.CharField(blank=True, max_length=300, verbose_name='căn cứ yêu cầu nộp lại')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier', verbose_name='cho hồ sơ')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='vault.paper', verbose_name='giấy tờ')),
            ],
            options={
                'verbose_name': 'lượt dùng giấy tờ',
                'verbose_name_plural': 'lượt dùng giấy tờ',
            },
        ),
        migrations.AddIndex(
            model_name='paper',
            index=models.Index(models.F('owner'), condition=models.Q(('owner', ''), _negated=True), name='vault_paper_owner'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(models.F('owner'), models.F('sha256'), condition=models.Q(('erased_at', None), models.Q(('owner', ''), _negated=True)), name='vault_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(models.F('account'), models.F('sha256'), condition=models.Q(('erased_at', None), ('owner', ''), models.Q(('account', ''), _negated=True)), name='vault_paper_upload_once'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('owner', ''), _negated=True), models.Q(('account', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='vault_paper_has_an_owner'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('account', ''), ('file_name', ''), ('number', ''), ('owner', ''), ('title', '')), _connector='OR'), name='vault_paper_erased_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='correctionwish',
            constraint=models.UniqueConstraint(models.F('paper'), condition=models.Q(('answer', '')), name='vault_wish_one_waits'),
        ),
        migrations.AddIndex(
            model_name='paperuse',
            index=models.Index(models.F('dossier'), name='vault_use_dossier'),
        ),
        migrations.AddIndex(
            model_name='paperuse',
            index=models.Index(models.F('at'), name='vault_use_at'),
        ),
        migrations.AddConstraint(
            model_name='paperuse',
            constraint=models.UniqueConstraint(models.F('paper'), models.F('dossier'), models.F('line'), models.F('what'), condition=models.Q(('what__in', ('reused', 'asked_again'))), name='vault_use_once'),
        ),
        migrations.AddConstraint(
            model_name='paperuse',
            constraint=models.UniqueConstraint(models.F('paper'), models.F('by'), models.F('procedure_code'), models.F('day'), condition=models.Q(('what', 'seen')), name='vault_seen_once'),
        ),
        ]),
    ]
