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
            name='NoticePreference',
            fields=[
                ('account', models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name='tài khoản')),
                ('language', models.CharField(default='vi', max_length=2, verbose_name='ngôn ngữ')),
                ('email', models.CharField(choices=[('none', 'không nhắn'), ('urgent', 'chỉ khi cần tôi làm gì hoặc có kết quả'), ('all', 'mọi thay đổi')], default='all', max_length=6, verbose_name='qua thư điện tử')),
                ('sms', models.CharField(choices=[('none', 'không nhắn'), ('urgent', 'chỉ khi cần tôi làm gì hoặc có kết quả'), ('all', 'mọi thay đổi')], default='urgent', max_length=6, verbose_name='qua tin nhắn điện thoại')),
                ('zalo', models.CharField(choices=[('none', 'không nhắn'), ('urgent', 'chỉ khi cần tôi làm gì hoặc có kết quả'), ('all', 'mọi thay đổi')], default='none', max_length=6, verbose_name='qua Zalo')),
                ('changed_at', models.BigIntegerField(verbose_name='đổi lúc')),
            ],
            options={
                'verbose_name': 'lựa chọn nhận tin',
                'verbose_name_plural': 'lựa chọn nhận tin',
            },
        ),
        migrations.CreateModel(
            name='NoticeTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=32, verbose_name='sự việc')),
                ('channel', models.CharField(max_length=8, verbose_name='kênh')),
                ('language', models.CharField(max_length=2, verbose_name='ngôn ngữ')),
                ('version', models.PositiveIntegerField(verbose_name='phiên bản')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='tiêu đề')),
                ('body', models.TextField(blank=True, verbose_name='nội dung')),
                ('shipped', models.BooleanField(default=False, verbose_name='dùng mẫu có sẵn')),
                ('valid_from', models.BigIntegerField(verbose_name='dùng từ lúc')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người sửa')),
            ],
            options={
                'verbose_name': 'mẫu tin nhắn',
                'verbose_name_plural': 'mẫu tin nhắn',
                'constraints': [models.UniqueConstraint(fields=('event', 'channel', 'language', 'version'), name='notice_template_version'), models.CheckConstraint(condition=models.Q(('shipped', True), models.Q(('body', ''), _negated=True), _connector='OR'), name='notice_template_has_words')],
            },
        ),
        ]),
    ]
