"""Lists of dossiers that were uploaded to be entered (decision 0103)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0004_spells_by_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.BigIntegerField(verbose_name='yêu cầu lúc')),
                ('asked_by', models.CharField(max_length=80, verbose_name='người yêu cầu')),
                ('name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('content', models.BinaryField(null=True, verbose_name='danh sách')),
                ('mapping', models.CharField(blank=True, max_length=64, verbose_name='bảng đối chiếu')),
                ('agency', models.CharField(blank=True, max_length=64, verbose_name='cơ quan nếu dòng không ghi')),
                ('state', models.CharField(choices=[('trying', 'đang chạy thử'), ('tried', 'đã chạy thử'), ('entering', 'đang nhập'), ('entered', 'đã nhập'), ('refused', 'không nhập được')], default='trying', max_length=8, verbose_name='tình trạng nhập')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='số dòng đã đọc')),
                ('told', models.JSONField(null=True, verbose_name='kết quả')),
                ('refusal', models.JSONField(null=True, verbose_name='vì sao không đọc được')),
                ('ended_at', models.BigIntegerField(null=True, verbose_name='xong lúc')),
            ],
            options={
                'verbose_name': 'lần nhập hồ sơ',
                'verbose_name_plural': 'lần nhập hồ sơ',
                'constraints': [models.UniqueConstraint(models.F('asked_by'), condition=models.Q(('state__in', ['trying', 'entering'])), name='import_one_a_person')],
            },
        ),
    ]
