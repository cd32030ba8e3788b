"""The first tables, in one step (decision 93)."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import motcua.organisation.models.dated
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        TrigramExtension(),
        FirstTables([
        migrations.CreateModel(
            name='CatalogueState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.UUIDField(verbose_name='Dấu trạng thái')),
                ('changed_at', models.DateTimeField(verbose_name='Đổi lúc')),
            ],
            options={
                'verbose_name': 'Trạng thái danh mục',
                'verbose_name_plural': 'Trạng thái danh mục',
            },
        ),
        migrations.CreateModel(
            name='ProcessDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='Khóa của quyết định')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='Số quyết định')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='Nơi ban hành')),
                ('day', models.DateField(null=True, verbose_name='Ngày ban hành')),
                ('file', models.CharField(blank=True, max_length=200, verbose_name='Tệp')),
                ('simulated', models.BooleanField(default=False, verbose_name='Dữ liệu mô phỏng')),
                ('imported_at', models.DateTimeField(verbose_name='Nhập lúc')),
            ],
            options={
                'verbose_name': 'Quyết định ban hành quy trình',
                'verbose_name_plural': 'Quyết định ban hành quy trình',
            },
        ),
        migrations.CreateModel(
            name='UseCount',
            fields=[
                ('procedure_code', models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name='Mã thủ tục')),
                ('dossiers', models.PositiveIntegerField(verbose_name='Số hồ sơ')),
                ('counted_at', models.DateTimeField(verbose_name='Đếm lúc')),
            ],
            options={
                'verbose_name': 'Số hồ sơ của thủ tục',
                'verbose_name_plural': 'Số hồ sơ của thủ tục',
            },
        ),
        migrations.CreateModel(
            name='Field',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, verbose_name='Tên lĩnh vực')),
                ('code', models.CharField(blank=True, default='', max_length=40, verbose_name='Mã lĩnh vực')),
            ],
            options={
                'verbose_name': 'Lĩnh vực',
                'verbose_name_plural': 'Lĩnh vực',
                'constraints': [models.UniqueConstraint(fields=('name', 'code'), name='field_name_code')],
            },
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=14, unique=True, verbose_name='Mã thủ tục')),
                ('name', models.TextField(verbose_name='Tên thủ tục')),
                ('state', models.CharField(default='active', max_length=20, verbose_name='Tình trạng')),
                ('field', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='procedures', to='procedures.field', verbose_name='Lĩnh vực')),
            ],
            options={
                'verbose_name': 'Thủ tục hành chính',
                'verbose_name_plural': 'Thủ tục hành chính',
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='Hiệu lực từ')),
                ('valid_to', models.DateField(null=True, verbose_name='Hiệu lực đến')),
                ('superseded', models.BooleanField(default=False, verbose_name='Đã thay thế')),
                ('source', models.CharField(max_length=200, verbose_name='Nguồn')),
                ('content', models.JSONField(verbose_name='Nội dung')),
                ('digest', models.CharField(max_length=64)),
                ('name', models.TextField(verbose_name='Tên thủ tục')),
                ('folded', models.TextField()),
                ('field_name', models.TextField(blank=True, default='', verbose_name='Lĩnh vực')),
                ('field_folded', models.TextField(blank=True, default='')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='Cấp thực hiện')),
                ('receivable', models.BooleanField(default=False, verbose_name='Tiếp nhận được')),
                ('words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('folded', config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector('field_folded', config='simple', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.procedure')),
            ],
            options={
                'verbose_name': 'Phiên bản thủ tục',
                'verbose_name_plural': 'Phiên bản thủ tục',
            },
        ),
        migrations.CreateModel(
            name='Contradiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('kind', models.CharField(max_length=40, verbose_name='Loại')),
                ('where', models.TextField(verbose_name='Ở đâu')),
                ('detail', models.TextField(verbose_name='Nội dung')),
                ('finding', models.JSONField(verbose_name='Chi tiết')),
                ('decision', models.CharField(blank=True, default='', max_length=200, verbose_name='Quyết định')),
                ('decided_by', models.CharField(blank=True, default='', max_length=60, verbose_name='Người quyết định')),
                ('at', models.DateTimeField(null=True, verbose_name='Lúc')),
                ('reason', models.TextField(blank=True, default='', verbose_name='Lý do')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contradictions', to='procedures.procedureversion')),
            ],
            options={
                'verbose_name': 'Nội dung chưa thống nhất',
                'verbose_name_plural': 'Nội dung chưa thống nhất',
            },
        ),
        migrations.CreateModel(
            name='InternalProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120, unique=True, verbose_name='Mã quy trình')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='Thứ tự trong quyết định')),
                ('name', models.TextField(verbose_name='Tên quy trình')),
                ('heading', models.TextField(blank=True, verbose_name='Tiêu đề in trong quyết định')),
                ('folded', models.TextField()),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='procedures.processdecision', verbose_name='Quyết định')),
            ],
            options={
                'verbose_name': 'Quy trình nội bộ',
                'verbose_name_plural': 'Quy trình nội bộ',
            },
        ),
        migrations.CreateModel(
            name='ProcessUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('procedure_code', models.CharField(max_length=14, verbose_name='Mã thủ tục')),
                ('case', models.CharField(blank=True, max_length=40, verbose_name='Trường hợp')),
                ('level', models.CharField(blank=True, choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], max_length=10, verbose_name='Cấp')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='procedures.internalprocess')),
            ],
            options={
                'verbose_name': 'Thủ tục mà quy trình phục vụ',
                'verbose_name_plural': 'Thủ tục mà quy trình phục vụ',
            },
        ),
        migrations.CreateModel(
            name='ProcessVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='Phiên bản')),
                ('hash', models.CharField(max_length=64, verbose_name='Mã băm')),
                ('graph', models.TextField(verbose_name='Sơ đồ')),
                ('table', models.JSONField(null=True, verbose_name='Bảng các bước đã in')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('doubts', models.JSONField(default=list, verbose_name='Nghi vấn')),
                ('origin', models.CharField(choices=[('table', 'bảng các bước của quyết định'), ('bpmn', 'tệp BPMN'), ('editor', 'vẽ tại đây')], max_length=10, verbose_name='Nguồn')),
                ('made_at', models.DateTimeField(verbose_name='Lập lúc')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.internalprocess')),
            ],
            options={
                'verbose_name': 'Phiên bản quy trình',
                'verbose_name_plural': 'Phiên bản quy trình',
            },
        ),
        migrations.CreateModel(
            name='ProcessVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('answer', models.CharField(choices=[('accepted', 'chấp nhận như vậy'), ('corrected', 'đã sửa trong sơ đồ')], max_length=10, verbose_name='Quyết định')),
                ('reason', models.CharField(max_length=500, verbose_name='Lý do')),
                ('decided_by', models.CharField(max_length=60, verbose_name='Người quyết định')),
                ('at', models.DateTimeField(verbose_name='Lúc')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='procedures.processversion')),
            ],
            options={
                'verbose_name': 'Quyết định về nghi vấn',
                'verbose_name_plural': 'Quyết định về nghi vấn',
            },
        ),
        migrations.CreateModel(
            name='ProcessPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='Hiệu lực từ')),
                ('valid_to', models.DateField(null=True, verbose_name='Hiệu lực đến')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='procedures.internalprocess')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='procedures.processversion')),
            ],
            options={
                'verbose_name': 'Thời gian hiệu lực của quy trình',
                'verbose_name_plural': 'Thời gian hiệu lực của quy trình',
            },
        ),
        migrations.CreateModel(
            name='ServiceFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('online', 'trực tuyến trên cổng của tỉnh'), ('integrated', 'tích hợp trên Cổng dịch vụ công quốc gia'), ('interlinked', 'liên thông')], max_length=12, verbose_name='Loại')),
                ('value', models.CharField(blank=True, choices=[('2', 'mức độ 2'), ('3', 'mức độ 3'), ('4', 'mức độ 4'), ('same_level', 'cùng cấp'), ('cross_level', 'giữa các cấp')], max_length=12, verbose_name='Giá trị')),
                ('valid_from', models.DateField(verbose_name='Hiệu lực từ')),
                ('valid_to', models.DateField(null=True, verbose_name='Hiệu lực đến')),
                ('source', models.CharField(max_length=200, verbose_name='Nguồn')),
                ('simulated', models.BooleanField(default=False, verbose_name='Dữ liệu mô phỏng')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service_facts', to='procedures.procedure', verbose_name='Thủ tục')),
            ],
            options={
                'verbose_name': 'Mốc của dịch vụ công',
                'verbose_name_plural': 'Mốc của dịch vụ công',
            },
        ),
        migrations.CreateModel(
            name='SourceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=30, verbose_name='Nguồn')),
                ('attributes', models.JSONField(verbose_name='Nội dung')),
                ('digest', models.CharField(max_length=64)),
                ('valid_from', models.DateField(verbose_name='Hiệu lực từ')),
                ('valid_to', models.DateField(null=True, verbose_name='Hiệu lực đến')),
                ('file', models.CharField(blank=True, default='', max_length=200, verbose_name='Tệp')),
                ('imported_at', models.DateTimeField(verbose_name='Nhập lúc')),
                ('doubts', models.JSONField(default=list, verbose_name='Nghi vấn')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='procedures.procedure')),
            ],
            options={
                'verbose_name': 'Bản ghi nguồn',
                'verbose_name_plural': 'Bản ghi nguồn',
            },
        ),
        migrations.AddIndex(
            model_name='procedureversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='version_words'),
        ),
        migrations.AddIndex(
            model_name='procedureversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='version_folded_trgm', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='procedureversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['field_folded'], name='version_field_trgm', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='procedureversion',
            index=models.Index(condition=models.Q(('superseded', False)), fields=['valid_from'], name='version_in_force'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded', False)), fields=('procedure', 'valid_from'), name='version_per_day'),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='version_period'),
        ),
        migrations.AddIndex(
            model_name='contradiction',
            index=models.Index(condition=models.Q(('decision', '')), fields=['version'], name='contradiction_open'),
        ),
        migrations.AddConstraint(
            model_name='contradiction',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='contradiction_once'),
        ),
        migrations.AddConstraint(
            model_name='contradiction',
            constraint=models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(('at__isnull', False), models.Q(('reason', ''), _negated=True), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='contradiction_decided_whole'),
        ),
        migrations.AddIndex(
            model_name='processuse',
            index=models.Index(fields=['procedure_code'], name='process_use_of_procedure'),
        ),
        migrations.AddConstraint(
            model_name='processuse',
            constraint=models.UniqueConstraint(fields=('process', 'procedure_code', 'case', 'level'), name='process_use_once'),
        ),
        migrations.AddIndex(
            model_name='processversion',
            index=models.Index(fields=['hash'], name='process_version_hash'),
        ),
        migrations.AddConstraint(
            model_name='processversion',
            constraint=models.UniqueConstraint(fields=('process', 'number'), name='process_version_number'),
        ),
        migrations.AddConstraint(
            model_name='processverdict',
            constraint=models.UniqueConstraint(fields=('version', 'key'), name='process_verdict_once'),
        ),
        migrations.AddConstraint(
            model_name='processverdict',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('decided_by', ''), _negated=True)), name='process_verdict_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='processperiod',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='process_period'),
        ),
        migrations.AddConstraint(
            model_name='processperiod',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('process', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='process_one_version_a_day'),
        ),
        migrations.AddIndex(
            model_name='servicefact',
            index=models.Index(fields=['kind', 'valid_from'], name='service_fact_kind'),
        ),
        migrations.AddConstraint(
            model_name='servicefact',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='service_fact_period'),
        ),
        migrations.AddConstraint(
            model_name='servicefact',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('procedure', '='), ('kind', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='service_fact_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='servicefact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'online'), ('value__in', ['2', '3', '4'])), models.Q(('kind', 'integrated'), ('value', '')), models.Q(('kind', 'interlinked'), ('value__in', ['same_level', 'cross_level'])), _connector='OR'), name='service_fact_value'),
        ),
        migrations.AddConstraint(
            model_name='sourcerecord',
            constraint=models.UniqueConstraint(fields=('procedure', 'source', 'valid_from'), name='record_per_day'),
        ),
        migrations.AddConstraint(
            model_name='sourcerecord',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='record_period'),
        ),
        ]),
    ]
