"""The first tables, in one step (decision 93)."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.BigIntegerField(verbose_name='số liệu đến lúc')),
                ('kind', models.CharField(default='year', max_length=20, verbose_name='kỳ nào')),
                ('since', models.DateField(verbose_name='kỳ số liệu từ')),
                ('until', models.DateField(null=True, verbose_name='kỳ số liệu đến hết ngày')),
                ('months', models.JSONField(default=list, verbose_name='từng phần của kỳ')),
                ('lately_since', models.DateField(verbose_name='thời gian thực tế tính từ')),
            ],
            options={
                'verbose_name': 'lần chốt số liệu',
                'verbose_name_plural': 'lần chốt số liệu',
                'constraints': [models.UniqueConstraint(models.F('as_of'), models.F('kind'), name='count_moment_kind')],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.BigIntegerField(verbose_name='yêu cầu lúc')),
                ('asked_by', models.CharField(max_length=64, verbose_name='người yêu cầu')),
                ('asked', models.JSONField(verbose_name='nội dung yêu cầu')),
                ('name', models.CharField(max_length=120, verbose_name='tên tệp')),
                ('title', models.CharField(max_length=500, verbose_name='tên bảng')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='số dòng')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='số dòng đã ghi')),
                ('began_at', models.BigIntegerField(null=True, verbose_name='bắt đầu lúc')),
                ('ended_at', models.BigIntegerField(null=True, verbose_name='xong lúc')),
                ('failure', models.CharField(blank=True, max_length=500, verbose_name='vì sao không xong')),
                ('content', models.BinaryField(null=True, verbose_name='nội dung tệp')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='cỡ tệp, byte')),
            ],
            options={
                'verbose_name': 'tệp báo cáo',
                'verbose_name_plural': 'tệp báo cáo',
                'indexes': [models.Index(fields=['asked_by', '-asked_at'], name='report_file_of')],
            },
        ),
        migrations.CreateModel(
            name='ReviewProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure_code', models.CharField(max_length=32, verbose_name='mã thủ tục')),
                ('procedure_name', models.TextField(verbose_name='tên thủ tục')),
                ('measure', models.CharField(choices=[('amend', 'Sửa đổi, bổ sung'), ('replace', 'Thay thế'), ('cancel', 'Hủy bỏ'), ('abolish', 'Bãi bỏ'), ('ministry', 'Kiến nghị bộ, ngành')], max_length=10, verbose_name='phương án')),
                ('ground', models.CharField(choices=[('plan', 'Kế hoạch rà soát năm'), ('directed', 'Chỉ đạo của Thủ tướng Chính phủ'), ('feedback', 'Phản ánh, kiến nghị của cá nhân, tổ chức')], max_length=10, verbose_name='căn cứ rà soát')),
                ('criteria', models.JSONField(default=list, verbose_name='tiêu chí')),
                ('reasons', models.TextField(verbose_name='lý do và nội dung đề xuất')),
                ('product', models.CharField(max_length=300, verbose_name='sản phẩm')),
                ('year', models.PositiveSmallIntegerField(verbose_name='thuộc kế hoạch năm')),
                ('state', models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ quyết định'), ('accepted', 'được chấp thuận'), ('declined', 'không được chấp thuận')], default='draft', max_length=10, verbose_name='tình trạng đề xuất')),
                ('written_by', models.CharField(max_length=64, verbose_name='người viết')),
                ('written_at', models.BigIntegerField(verbose_name='viết lúc')),
                ('submitted_at', models.BigIntegerField(null=True, verbose_name='trình lúc')),
                ('decided_by', models.CharField(blank=True, max_length=64, verbose_name='người quyết định')),
                ('decided_at', models.BigIntegerField(null=True, verbose_name='quyết định lúc')),
                ('decision', models.CharField(blank=True, max_length=500, verbose_name='ý kiến quyết định')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan đề xuất')),
            ],
            options={
                'verbose_name': 'đề xuất rà soát',
                'verbose_name_plural': 'đề xuất rà soát',
            },
        ),
        migrations.CreateModel(
            name='ReviewEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.CharField(max_length=32, verbose_name='báo cáo')),
                ('first', models.DateField(verbose_name='từ ngày')),
                ('last', models.DateField(verbose_name='đến hết ngày')),
                ('as_of', models.BigIntegerField(verbose_name='số liệu đến lúc')),
                ('rules', models.CharField(max_length=16, verbose_name='quy tắc đếm')),
                ('document', models.JSONField(verbose_name='số liệu đã đóng lại')),
                ('attached_by', models.CharField(max_length=64, verbose_name='người đính kèm')),
                ('attached_at', models.BigIntegerField(verbose_name='đính kèm lúc')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='figures.reviewproposal', verbose_name='đề xuất')),
            ],
            options={
                'verbose_name': 'bằng chứng của đề xuất',
                'verbose_name_plural': 'bằng chứng của đề xuất',
            },
        ),
        migrations.CreateModel(
            name='CountRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure_code', models.CharField(blank=True, max_length=32, verbose_name='mã thủ tục')),
                ('carried', models.PositiveIntegerField(default=0, verbose_name='kỳ trước chuyển sang')),
                ('online', models.PositiveIntegerField(default=0, verbose_name='nhận trực tuyến')),
                ('at_counter', models.PositiveIntegerField(default=0, verbose_name='nhận trực tiếp và bưu chính')),
                ('early', models.PositiveIntegerField(default=0, verbose_name='trước hạn')),
                ('on_time', models.PositiveIntegerField(default=0, verbose_name='đúng hạn')),
                ('late', models.PositiveIntegerField(default=0, verbose_name='trễ hạn')),
                ('without_result', models.PositiveIntegerField(default=0, verbose_name='trong đó đã rút')),
                ('open_within', models.PositiveIntegerField(default=0, verbose_name='đang giải quyết, trong hạn')),
                ('open_late', models.PositiveIntegerField(default=0, verbose_name='đang giải quyết, quá hạn')),
                ('timed', models.PositiveIntegerField(default=0, verbose_name='hồ sơ tính thời gian')),
                ('timed_late', models.PositiveIntegerField(default=0, verbose_name='trong đó trễ hạn')),
                ('waited', models.PositiveIntegerField(default=0, verbose_name='trong đó có chờ người nộp')),
                ('days', models.JSONField(default=dict, verbose_name='số ngày làm việc')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan giải quyết')),
                ('count', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='figures.count', verbose_name='lần chốt số liệu')),
            ],
            options={
                'verbose_name': 'dòng số liệu',
                'verbose_name_plural': 'dòng số liệu',
                'constraints': [models.UniqueConstraint(models.F('count'), models.F('procedure_code'), models.F('agency'), name='count_row_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('timed__gte', models.F('timed_late'))), name='count_row_timed')],
            },
        ),
        migrations.CreateModel(
            name='IndexEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.CharField(choices=[('766', '766'), ('nine', '1-9')], max_length=8, verbose_name='bộ chỉ số')),
                ('component', models.CharField(max_length=8, verbose_name='thành phần')),
                ('part', models.CharField(max_length=16, verbose_name='phần số liệu')),
                ('first', models.DateField(verbose_name='từ ngày')),
                ('last', models.DateField(null=True, verbose_name='đến hết ngày')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='giá trị')),
                ('source', models.CharField(max_length=255, verbose_name='nguồn số liệu')),
                ('source_day', models.DateField(verbose_name='ngày của nguồn')),
                ('entered_at', models.BigIntegerField(verbose_name='ghi số lúc')),
                ('entered_by', models.CharField(max_length=80, verbose_name='người ghi số')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan')),
            ],
            options={
                'verbose_name': 'số liệu nhập tay của chỉ số',
                'verbose_name_plural': 'số liệu nhập tay của chỉ số',
                'indexes': [models.Index(models.F('index'), models.F('first'), name='index_entry_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='index_entry_value')],
            },
        ),
        migrations.AddConstraint(
            model_name='reviewproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('written_by')), _negated=True), ('decided_by', ''), _connector='OR'), name='review_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='reviewproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'declined']), _negated=True), models.Q(('decided_at__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='review_decided_whole'),
        ),
        ]),
    ]
