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
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32, verbose_name='loại tin')),
                ('subject', models.CharField(max_length=64, verbose_name='về việc')),
                ('key', models.CharField(max_length=64, verbose_name='lần')),
                ('account', models.CharField(blank=True, max_length=16, verbose_name='tài khoản nhận')),
                ('channel', models.CharField(choices=[('desk', 'bàn làm việc'), ('portal', 'hộp tin trên cổng'), ('email', 'thư điện tử'), ('sms', 'tin nhắn điện thoại'), ('zalo', 'Zalo')], max_length=8, verbose_name='kênh nhắn')),
                ('params', models.JSONField(default=dict, verbose_name='nội dung điền')),
                ('due_at', models.BigIntegerField(null=True, verbose_name='hạn')),
                ('state', models.CharField(choices=[('waiting', 'chờ gửi'), ('sending', 'đang gửi'), ('handed', 'đang giao'), ('doubtful', 'không rõ đã tới chưa'), ('sent', 'đã gửi'), ('failed', 'không gửi được'), ('withdrawn', 'đã rút lại')], max_length=10, verbose_name='tình trạng')),
                ('made_at', models.BigIntegerField(verbose_name='tạo lúc')),
                ('letter', models.UUIDField(null=True, verbose_name='lá thư')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='địa chỉ nhận')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('next_try_at', models.BigIntegerField(null=True, verbose_name='thử lại lúc')),
                ('sent_at', models.BigIntegerField(null=True, verbose_name='gửi lúc')),
                ('delivered_at', models.BigIntegerField(null=True, verbose_name='tới máy lúc')),
                ('read_at', models.BigIntegerField(null=True, verbose_name='đọc lúc')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='trục trặc')),
                ('decided_by', models.CharField(blank=True, max_length=64, verbose_name='người quyết định')),
                ('decided_at', models.BigIntegerField(null=True, verbose_name='quyết định lúc')),
                ('officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='organisation.officer', verbose_name='cán bộ nhận')),
            ],
            options={
                'verbose_name': 'tin nhắn',
                'verbose_name_plural': 'tin nhắn',
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wording', serialize=False, to='outbox.message')),
                ('language', models.CharField(max_length=2, verbose_name='ngôn ngữ')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='tiêu đề')),
                ('text', models.TextField(blank=True, verbose_name='lời')),
                ('path', models.CharField(blank=True, max_length=200, verbose_name='trang dẫn tới')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='bản mẫu')),
            ],
            options={
                'verbose_name': 'lời nhắn',
                'verbose_name_plural': 'lời nhắn',
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('officer'), condition=models.Q(('channel', 'desk'), ('state', 'sent')), name='message_on_desk'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('officer'), condition=models.Q(('channel', 'desk'), ('read_at__isnull', True), ('state', 'sent')), name='message_unread'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('next_try_at'), condition=models.Q(('state__in', ['waiting', 'sending', 'handed'])), name='message_to_send'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('made_at'), name='message_made'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('channel', 'portal')), fields=['account', '-made_at'], name='message_in_portal'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('subject'), condition=models.Q(('officer__isnull', True)), name='message_of_subject'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('letter'), condition=models.Q(('letter__isnull', False)), name='message_of_letter'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('kind', 'subject', 'key', 'officer', 'account', 'channel'), name='message_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('officer__isnull', True), ('account', ''), _connector='OR'), name='message_to_one_recipient'),
        ),
        ]),
    ]
