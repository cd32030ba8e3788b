"""The first tables, in one step (decision 93)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='Citizen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True, verbose_name='khóa tài khoản')),
                ('kind', models.CharField(choices=[('person', 'cá nhân'), ('business', 'tổ chức, doanh nghiệp')], default='person', max_length=8, verbose_name='loại tài khoản')),
                ('name', models.CharField(max_length=200, verbose_name='họ và tên, tên tổ chức')),
                ('identifier', models.CharField(blank=True, max_length=20, verbose_name='số định danh, mã số thuế')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='ngày sinh')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('email', models.CharField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='địa chỉ')),
                ('assurance', models.PositiveSmallIntegerField(choices=[(0, 'chưa xác nhận'), (1, 'đã xác nhận thư điện tử'), (2, 'đã xác thực danh tính')], default=0, verbose_name='mức xác thực')),
                ('made_at', models.BigIntegerField(verbose_name='mở lúc')),
                ('closed_at', models.BigIntegerField(null=True, verbose_name='đóng lúc')),
                ('user', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='citizen', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản đăng nhập')),
            ],
            options={
                'verbose_name': 'tài khoản người dân',
                'verbose_name_plural': 'tài khoản người dân',
            },
        ),
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('kind', models.CharField(choices=[('opened', 'mở tài khoản'), ('email_changed', 'đổi thư điện tử'), ('password_reset', 'đặt lại mật khẩu qua thư'), ('seen_at_counter', 'cán bộ tìm tài khoản tại quầy'), ('proven_online', 'xác thực danh tính qua cổng định danh'), ('proven_at_counter', 'xác thực danh tính tại quầy'), ('factor_added', 'thêm lớp bảo vệ thứ hai'), ('factor_removed', 'bỏ lớp bảo vệ thứ hai'), ('factor_restored', 'cán bộ gỡ lớp bảo vệ thứ hai tại quầy'), ('mandate_given', 'lập ủy quyền'), ('mandate_accepted', 'nhận ủy quyền'), ('mandate_ended', 'chấm dứt ủy quyền')], max_length=20, verbose_name='việc')),
                ('officer', models.CharField(blank=True, max_length=20, verbose_name='mã cán bộ')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='ghi chú')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='citizens.citizen', verbose_name='tài khoản người dân')),
            ],
            options={
                'verbose_name': 'việc của tài khoản',
                'verbose_name_plural': 'việc của tài khoản',
            },
        ),
        migrations.CreateModel(
            name='MailedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='dấu của liên kết')),
                ('purpose', models.CharField(choices=[('sign_up', 'mở tài khoản'), ('password', 'đặt lại mật khẩu'), ('email', 'đổi thư điện tử')], max_length=10, verbose_name='mục đích')),
                ('email', models.CharField(max_length=254, verbose_name='thư điện tử')),
                ('made_at', models.BigIntegerField(verbose_name='gửi lúc')),
                ('expires', models.BigIntegerField(db_index=True, verbose_name='hết hạn lúc')),
                ('used_at', models.BigIntegerField(null=True, verbose_name='dùng lúc')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'liên kết gửi qua thư',
                'verbose_name_plural': 'liên kết gửi qua thư',
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(blank=True, max_length=40, verbose_name='phạm vi')),
                ('paper', models.CharField(blank=True, max_length=200, verbose_name='văn bản ủy quyền')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('made_at', models.BigIntegerField(verbose_name='lập lúc')),
                ('accepted_at', models.BigIntegerField(null=True, verbose_name='nhận ủy quyền lúc')),
                ('ended_at', models.BigIntegerField(null=True, verbose_name='chấm dứt lúc')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='given', to='citizens.citizen', verbose_name='bên ủy quyền')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='citizens.citizen', verbose_name='bên được ủy quyền')),
            ],
            options={
                'verbose_name': 'ủy quyền',
                'verbose_name_plural': 'ủy quyền',
            },
        ),
        migrations.AddConstraint(
            model_name='citizen',
            constraint=models.UniqueConstraint(condition=models.Q(('assurance', 2), ('closed_at__isnull', True), models.Q(('identifier', ''), _negated=True)), fields=('identifier',), name='citizen_proven_once'),
        ),
        migrations.AddConstraint(
            model_name='citizen',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assurance', 2), _negated=True), models.Q(('identifier', ''), _negated=True), _connector='OR'), name='citizen_proven_has_identifier'),
        ),
        migrations.AddIndex(
            model_name='accountevent',
            index=models.Index(fields=['account', '-at'], name='account_event_newest'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('holder')), _negated=True), name='mandate_for_another'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='mandate_days_in_order'),
        ),
        ]),
    ]
