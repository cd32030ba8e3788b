"""The first tables, in one step (decision 93)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import uuid
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
            name='FilingCount',
            fields=[
                ('key', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('window_ends', models.DateTimeField(db_index=True, verbose_name='hết hạn lúc')),
                ('made', models.PositiveIntegerField(default=0, verbose_name='số lượt gửi')),
            ],
            options={
                'verbose_name': 'lượt gửi phản ánh',
                'verbose_name_plural': 'lượt gửi phản ánh',
            },
        ),
        migrations.CreateModel(
            name='ClockSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rules', models.CharField(max_length=16, verbose_name='quy định')),
                ('clock', models.CharField(max_length=20, verbose_name='loại hạn')),
                ('days', models.PositiveSmallIntegerField(verbose_name='số ngày làm việc')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ ngày')),
                ('source', models.CharField(max_length=255, verbose_name='văn bản căn cứ')),
                ('made_at', models.BigIntegerField(verbose_name='đặt lúc')),
                ('made_by', models.CharField(max_length=80, verbose_name='người đặt')),
            ],
            options={
                'verbose_name': 'thời hạn tự đặt',
                'verbose_name_plural': 'thời hạn tự đặt',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 90)), name='clock_days')],
            },
        ),
        migrations.CreateModel(
            name='Petition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True, verbose_name='mã phản ánh')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('book_no', models.PositiveIntegerField(verbose_name='số vào sổ')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='khóa chống gửi trùng')),
                ('digest', models.BinaryField(db_index=True, max_length=32, verbose_name='dấu nội dung')),
                ('state', models.CharField(choices=[('received', 'Mới tiếp nhận'), ('supplement_asked', 'Chờ người phản ánh bổ sung'), ('handling', 'Đang xem xét, trả lời'), ('forwarded', 'Đã chuyển cơ quan có thẩm quyền'), ('returned', 'Cơ quan được chuyển trả lại'), ('refused', 'Từ chối, có nêu lý do'), ('awaiting_publication', 'Đã trả lời, chờ công khai'), ('published', 'Đã trả lời, đã công khai'), ('answered', 'Đã trả lời, không công khai'), ('withdrawn', 'Người gửi đã rút')], max_length=24, verbose_name='trạng thái phản ánh')),
                ('about', models.CharField(choices=[('procedure', 'Một thủ tục hoặc quy định'), ('dossier', 'Một hồ sơ đã nộp'), ('agency', 'Một cơ quan'), ('officer', 'Thái độ, hành vi của cán bộ')], max_length=12, verbose_name='nói về')),
                ('sort', models.CharField(blank=True, choices=[('own', 'Thuộc thẩm quyền của cơ quan tiếp nhận'), ('conduct', 'Về hành vi của cán bộ, công chức'), ('other', 'Thuộc thẩm quyền của cơ quan khác')], max_length=12, verbose_name='phân loại')),
                ('rules', models.CharField(max_length=16, verbose_name='quy định áp dụng')),
                ('procedure_code', models.CharField(blank=True, max_length=32, verbose_name='mã thủ tục')),
                ('dossier_code', models.CharField(blank=True, max_length=64, verbose_name='mã số hồ sơ')),
                ('handler', models.CharField(blank=True, max_length=20, verbose_name='người trả lời')),
                ('hide_name', models.BooleanField(default=False, verbose_name='giữ kín tên')),
                ('escalated', models.BooleanField(default=False, verbose_name='chuyển lãnh đạo tỉnh đọc')),
                ('filed_at', models.BigIntegerField(verbose_name='gửi lúc')),
                ('due_at', models.BigIntegerField(null=True, verbose_name='hạn việc đang làm')),
                ('due_clock', models.CharField(blank=True, max_length=20, verbose_name='loại hạn')),
                ('late_clocks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='hạn đã trễ')),
                ('answered_at', models.BigIntegerField(null=True, verbose_name='trả lời lúc')),
                ('closed_at', models.BigIntegerField(null=True, verbose_name='xong lúc')),
                ('seq', models.PositiveIntegerField(verbose_name='số sự kiện')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan được nói tới')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan đang giữ')),
            ],
            options={
                'verbose_name': 'phản ánh, kiến nghị',
                'verbose_name_plural': 'phản ánh, kiến nghị',
            },
        ),
        migrations.CreateModel(
            name='PetitionConcern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('officer', models.CharField(db_index=True, max_length=20, verbose_name='mã cán bộ')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'cán bộ bị phản ánh',
                'verbose_name_plural': 'cán bộ bị phản ánh',
            },
        ),
        migrations.CreateModel(
            name='PetitionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='số thứ tự')),
                ('type', models.CharField(max_length=24, verbose_name='loại')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('actor', models.CharField(max_length=80, verbose_name='người thực hiện')),
                ('unit', models.CharField(blank=True, max_length=64, verbose_name='đơn vị')),
                ('body', models.TextField(verbose_name='nội dung')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'sự kiện của phản ánh',
                'verbose_name_plural': 'sự kiện của phản ánh',
            },
        ),
        migrations.CreateModel(
            name='PetitionFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField(verbose_name='sự kiện')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('size', models.BigIntegerField(verbose_name='kích thước')),
                ('media_type', models.CharField(max_length=100, verbose_name='kiểu tệp')),
                ('scanned_at', models.BigIntegerField(null=True, verbose_name='quét vi-rút lúc')),
                ('virus', models.CharField(blank=True, max_length=80, verbose_name='vi-rút tìm thấy')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'tệp kèm phản ánh',
                'verbose_name_plural': 'tệp kèm phản ánh',
            },
        ),
        migrations.CreateModel(
            name='PetitionOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(max_length=80, verbose_name='người mở')),
                ('unit', models.CharField(blank=True, max_length=64, verbose_name='đơn vị')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('how', models.CharField(max_length=20, verbose_name='cách mở')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'lượt mở phản ánh',
                'verbose_name_plural': 'lượt mở phản ánh',
            },
        ),
        migrations.CreateModel(
            name='PetitionPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(blank=True, db_index=True, max_length=16, verbose_name='tài khoản người dân')),
                ('name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='địa chỉ')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('email', models.CharField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='person', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'người phản ánh',
                'verbose_name_plural': 'người phản ánh',
            },
        ),
        migrations.CreateModel(
            name='PetitionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='sự kiện')),
                ('part', models.CharField(max_length=16, verbose_name='phần')),
                ('text', models.TextField(verbose_name='lời')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'lời của phản ánh',
                'verbose_name_plural': 'lời của phản ánh',
            },
        ),
        migrations.CreateModel(
            name='PublishedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=24, unique=True, verbose_name='địa chỉ trang')),
                ('question', models.TextField(verbose_name='câu hỏi')),
                ('answer', models.TextField(verbose_name='nội dung trả lời')),
                ('procedure_code', models.CharField(blank=True, max_length=32, verbose_name='mã thủ tục')),
                ('published_at', models.BigIntegerField(verbose_name='công khai lúc')),
                ('published_by', models.CharField(max_length=80, verbose_name='người công khai')),
                ('folded', models.TextField()),
                ('words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('folded', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan trả lời')),
                ('petition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='feedback.petition')),
            ],
            options={
                'verbose_name': 'câu trả lời công khai',
                'verbose_name_plural': 'câu trả lời công khai',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('reception', 'khi nộp hồ sơ'), ('result', 'khi nhận kết quả hoặc bị từ chối')], max_length=12, verbose_name='lúc đánh giá')),
                ('level', models.PositiveSmallIntegerField(verbose_name='mức hài lòng')),
                ('questions', models.CharField(max_length=16, verbose_name='bộ câu hỏi')),
                ('criteria', models.JSONField(default=dict, verbose_name='mức theo tiêu chí')),
                ('comment', models.TextField(blank=True, verbose_name='góp ý')),
                ('way', models.CharField(choices=[('online', 'trên cổng'), ('device', 'máy đánh giá tại quầy')], max_length=8, verbose_name='cách đánh giá')),
                ('procedure_code', models.CharField(max_length=32, verbose_name='mã thủ tục')),
                ('officers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='cán bộ thực hiện')),
                ('given_at', models.BigIntegerField(verbose_name='đánh giá lúc')),
                ('changed_at', models.BigIntegerField(null=True, verbose_name='đổi lúc')),
                ('competent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan có thẩm quyền')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='dossiers.dossier')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan tiếp nhận')),
            ],
            options={
                'verbose_name': 'đánh giá phục vụ',
                'verbose_name_plural': 'đánh giá phục vụ',
            },
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(models.F('due_at'), condition=models.Q(('closed_at__isnull', True)), name='petition_due'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(models.F('holder'), models.F('state'), name='petition_holder'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(models.F('filed_at'), name='petition_filed'),
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.UniqueConstraint(models.F('year'), models.F('book_no'), name='petition_book'),
        ),
        migrations.AddConstraint(
            model_name='petitionconcern',
            constraint=models.UniqueConstraint(models.F('petition'), models.F('officer'), name='petition_concern_once'),
        ),
        migrations.AddConstraint(
            model_name='petitionevent',
            constraint=models.UniqueConstraint(models.F('petition'), models.F('seq'), name='petition_event_once'),
        ),
        migrations.AddIndex(
            model_name='petitionopening',
            index=models.Index(models.F('petition'), models.F('at'), name='petition_opening'),
        ),
        migrations.AddConstraint(
            model_name='petitiontext',
            constraint=models.UniqueConstraint(models.F('petition'), models.F('seq'), models.F('part'), name='petition_text_once'),
        ),
        migrations.AddIndex(
            model_name='publishedanswer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='answer_words'),
        ),
        migrations.AddIndex(
            model_name='publishedanswer',
            index=models.Index(models.F('published_at'), name='answer_published'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(models.F('given_at'), name='rating_given'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(models.F('competent'), models.F('given_at'), name='rating_competent'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=models.Index(models.F('section'), models.F('given_at'), name='rating_section'),
        ),
        migrations.AddIndex(
            model_name='rating',
            index=django.contrib.postgres.indexes.GinIndex(fields=['officers'], name='rating_officers'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(models.F('dossier'), models.F('stage'), name='rating_once'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 5)), name='rating_level'),
        ),
        ]),
    ]
