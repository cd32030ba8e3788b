

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0010_officer_email'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32, verbose_name='loại tin')),
                ('subject', models.CharField(max_length=64, verbose_name='về việc')),
                ('key', models.CharField(max_length=64, verbose_name='lần')),
                ('channel', models.CharField(choices=[('desk', 'bàn làm việc'), ('email', 'thư điện tử')], max_length=8, verbose_name='kênh nhắn')),
                ('params', models.JSONField(default=dict, verbose_name='nội dung điền')),
                ('due_at', models.BigIntegerField(null=True, verbose_name='hạn')),
                ('state', models.CharField(choices=[('waiting', 'chờ gửi'), ('sending', 'đang gửi'), ('handed', 'đang giao'), ('doubtful', 'không rõ đã tới chưa'), ('sent', 'đã gửi'), ('failed', 'không gửi được'), ('withdrawn', 'đã rút lại')], max_length=10, verbose_name='tình trạng')),
                ('made_at', models.BigIntegerField(verbose_name='tạo lúc')),
                ('letter', models.UUIDField(null=True, verbose_name='lá thư')),
                ('address', models.CharField(blank=True, max_length=254, verbose_name='địa chỉ nhận')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('next_try_at', models.BigIntegerField(null=True, verbose_name='thử lại lúc')),
                ('sent_at', models.BigIntegerField(null=True, verbose_name='gửi lúc')),
                ('read_at', models.BigIntegerField(null=True, verbose_name='đọc lúc')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='trục trặc')),
                ('decided_by', models.CharField(blank=True, max_length=64, verbose_name='người quyết định')),
                ('decided_at', models.BigIntegerField(null=True, verbose_name='quyết định lúc')),
                ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='organisation.officer', verbose_name='người nhận')),
            ],
            options={
                'verbose_name': 'tin nhắn',
                'verbose_name_plural': 'tin nhắn',
                'indexes': [models.Index(models.F('officer'), condition=models.Q(('channel', 'desk'), ('state', 'sent')), name='message_on_desk'), models.Index(models.F('next_try_at'), condition=models.Q(('state__in', ['waiting', 'sending', 'handed'])), name='message_to_send'), models.Index(models.F('made_at'), name='message_made')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject', 'key', 'officer', 'channel'), name='message_once')],
            },
        ),
    ]
