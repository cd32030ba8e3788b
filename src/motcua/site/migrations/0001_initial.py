"""The first tables, in one step (decision 93)."""

from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='BackupRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.BigIntegerField(db_index=True, verbose_name='bắt đầu lúc')),
                ('ended_at', models.BigIntegerField(null=True, verbose_name='xong lúc')),
                ('place', models.CharField(max_length=500, verbose_name='thư mục')),
                ('name', models.CharField(blank=True, max_length=64, verbose_name='tên bản sao lưu')),
                ('seal', models.CharField(blank=True, max_length=64, verbose_name='dấu niêm')),
                ('rows', models.BigIntegerField(default=0, verbose_name='số dòng')),
                ('files', models.BigIntegerField(default=0, verbose_name='số tệp')),
                ('problem', models.CharField(blank=True, max_length=500, verbose_name='lỗi')),
            ],
            options={
                'verbose_name': 'lượt sao lưu',
                'verbose_name_plural': 'lượt sao lưu',
            },
        ),
        migrations.CreateModel(
            name='ErasureRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(db_index=True, verbose_name='lúc')),
                ('rule', models.CharField(max_length=40, verbose_name='quy tắc')),
                ('ground', models.CharField(max_length=500, verbose_name='căn cứ')),
                ('actor', models.CharField(max_length=80, verbose_name='người thực hiện')),
                ('subject', models.CharField(blank=True, max_length=64, verbose_name='hồ sơ')),
                ('before', models.BigIntegerField(null=True, verbose_name='dữ liệu trước lúc')),
                ('count', models.BigIntegerField(verbose_name='số dòng')),
            ],
            options={
                'verbose_name': 'lượt xóa dữ liệu',
                'verbose_name_plural': 'lượt xóa dữ liệu',
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10, verbose_name='loại')),
                ('table', models.CharField(max_length=80, verbose_name='bảng')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='tên')),
                ('definition', models.TextField(verbose_name='định nghĩa')),
            ],
            options={
                'verbose_name': 'chỉ mục, khóa ngoại tạm gỡ',
                'verbose_name_plural': 'chỉ mục, khóa ngoại tạm gỡ',
            },
        ),
        ]),
    ]
