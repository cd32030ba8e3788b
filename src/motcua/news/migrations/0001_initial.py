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
            name='ReachCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(db_index=True, verbose_name='kiểm tra lúc')),
                ('ok', models.BooleanField(verbose_name='trả lời qua IPv6')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='chi tiết')),
            ],
            options={
                'verbose_name': 'lần tự kiểm tra IPv6',
                'verbose_name_plural': 'lần tự kiểm tra IPv6',
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('key', models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ('day', models.DateField(db_index=True, verbose_name='ngày')),
                ('seen_at', models.BigIntegerField(db_index=True, verbose_name='xem lần cuối')),
            ],
            options={
                'verbose_name': 'lượt truy cập',
                'verbose_name_plural': 'lượt truy cập',
            },
        ),
        migrations.CreateModel(
            name='VisitDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='ngày')),
                ('visitors', models.PositiveIntegerField(verbose_name='số người')),
            ],
            options={
                'verbose_name': 'số người truy cập trong ngày',
                'verbose_name_plural': 'số người truy cập trong ngày',
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('news', 'tin'), ('announcement', 'thông báo')], default='news', max_length=12, verbose_name='loại tin, bài')),
                ('state', models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ duyệt'), ('published', 'đã đăng'), ('taken_down', 'đã gỡ')], default='draft', max_length=10, verbose_name='tình trạng tin, bài')),
                ('title', models.CharField(max_length=200, verbose_name='tiêu đề')),
                ('summary', models.CharField(max_length=400, verbose_name='tóm tắt')),
                ('body', models.TextField(verbose_name='nội dung tin, bài')),
                ('author', models.CharField(max_length=120, verbose_name='tác giả')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='nguồn tin')),
                ('picture', models.CharField(blank=True, max_length=64, verbose_name='ảnh')),
                ('picture_type', models.CharField(blank=True, max_length=40, verbose_name='kiểu ảnh')),
                ('picture_words', models.CharField(blank=True, max_length=300, verbose_name='lời tả ảnh')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='chú thích ảnh')),
                ('picture_source', models.CharField(blank=True, max_length=200, verbose_name='nguồn ảnh')),
                ('shown_until', models.DateField(blank=True, null=True, verbose_name='hiện đến hết ngày')),
                ('written_by', models.CharField(max_length=64, verbose_name='người soạn')),
                ('written_at', models.BigIntegerField(verbose_name='soạn lúc')),
                ('approved_by', models.CharField(blank=True, max_length=64, verbose_name='người duyệt')),
                ('published_at', models.BigIntegerField(null=True, verbose_name='đăng lúc')),
                ('taken_down_at', models.BigIntegerField(null=True, verbose_name='gỡ lúc')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan')),
            ],
            options={
                'verbose_name': 'tin, bài',
                'verbose_name_plural': 'tin, bài',
                'indexes': [models.Index(models.F('published_at'), condition=models.Q(('state', 'published')), name='article_published')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_by', models.F('written_by')), _negated=True), ('approved_by', ''), _connector='OR'), name='article_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('published_at__isnull', False), models.Q(('approved_by', ''), _negated=True)), _connector='OR'), name='article_published_whole')],
            },
        ),
        ]),
    ]
