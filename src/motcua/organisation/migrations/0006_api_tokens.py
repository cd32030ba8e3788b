"""Keys of the machine's door."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0005_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='tên khóa')),
                ('prefix', models.CharField(max_length=16, verbose_name='chữ đầu của khóa')),
                ('digest', models.BinaryField(max_length=32, unique=True, verbose_name='mã băm của khóa')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('dossiers:read', 'xem hồ sơ'), ('dossiers:file', 'nộp hồ sơ'), ('procedures:read', 'xem thủ tục'), ('calendar:read', 'xem lịch và ngày hẹn trả')], max_length=32), size=None, verbose_name='phạm vi của khóa')),
                ('issued_at', models.BigIntegerField(verbose_name='cấp khóa lúc')),
                ('expires_at', models.BigIntegerField(verbose_name='hết hiệu lực lúc')),
                ('last_used_at', models.BigIntegerField(null=True, verbose_name='dùng lần cuối lúc')),
                ('revoked_at', models.BigIntegerField(null=True, verbose_name='thu hồi lúc')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người cấp khóa')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='organisation.officer', verbose_name='cán bộ của khóa')),
            ],
            options={
                'verbose_name': 'khóa truy cập',
                'verbose_name_plural': 'khóa truy cập',
                'indexes': [models.Index(fields=['officer', '-issued_at'], name='token_of_officer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='token_ends_after_issue'), models.CheckConstraint(condition=models.Q(('scopes', []), _negated=True), name='token_has_a_scope')],
            },
        ),
    ]
