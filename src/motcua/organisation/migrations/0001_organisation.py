import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import motcua.organisation.models.dated
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login_name', models.CharField(max_length=64, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')], verbose_name='tên đăng nhập')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang dùng')),
            ],
            options={
                'verbose_name': 'tài khoản',
                'verbose_name_plural': 'tài khoản',
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='số phiên bản')),
                ('made_at', models.BigIntegerField(verbose_name='lập lúc')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('source', models.CharField(max_length=255, verbose_name='văn bản căn cứ')),
                ('announced_until', models.PositiveSmallIntegerField(verbose_name='năm cuối đã công bố')),
            ],
            options={
                'verbose_name': 'phiên bản lịch',
                'verbose_name_plural': 'phiên bản lịch',
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=35, verbose_name='mã định danh cơ quan')),
                ('code_qcvn', models.CharField(blank=True, max_length=35, verbose_name='mã định danh theo QCVN 102')),
                ('code_is_invented', models.BooleanField(default=False, verbose_name='mã tự đặt')),
                ('name', models.CharField(max_length=255, verbose_name='tên cơ quan')),
                ('short_name', models.CharField(max_length=120, verbose_name='tên ngắn')),
                ('kind', models.CharField(choices=[('province', 'Ủy ban nhân dân tỉnh'), ('department', 'sở, ban, ngành'), ('district', 'Ủy ban nhân dân huyện'), ('commune', 'Ủy ban nhân dân xã'), ('service_centre', 'Trung tâm Phục vụ hành chính công'), ('public_service_unit', 'đơn vị sự nghiệp công lập'), ('division', 'phòng'), ('vertical', 'cơ quan ngành dọc')], max_length=20, verbose_name='loại cơ quan')),
                ('level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], max_length=10, verbose_name='cấp')),
                ('gso_code', models.CharField(blank=True, max_length=5, verbose_name='mã đơn vị hành chính')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.agency', verbose_name='cơ quan cấp trên')),
            ],
            options={
                'verbose_name': 'cơ quan',
                'verbose_name_plural': 'cơ quan',
            },
        ),
        migrations.CreateModel(
            name='CalendarDayRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('kind', models.CharField(choices=[('off', 'nghỉ'), ('worked', 'làm bù')], max_length=6, verbose_name='loại ngày')),
                ('reason', models.CharField(max_length=255, verbose_name='lý do')),
                ('source', models.CharField(max_length=255, verbose_name='văn bản căn cứ')),
                ('confirmed', models.BooleanField(default=True, verbose_name='đã xác nhận')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='organisation.calendarversion')),
            ],
            options={
                'verbose_name': 'ngày trong lịch',
                'verbose_name_plural': 'ngày trong lịch',
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã cán bộ')),
                ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='officer', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'cán bộ',
                'verbose_name_plural': 'cán bộ',
            },
        ),
        migrations.AddField(
            model_name='calendarversion',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người lập'),
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='mã vị trí')),
                ('role', models.CharField(choices=[('receiving_officer', 'cán bộ tiếp nhận'), ('section_head', 'người đứng đầu Bộ phận Một cửa'), ('handling_officer', 'cán bộ thụ lý'), ('leader', 'lãnh đạo phê duyệt'), ('inspector', 'thanh tra viên'), ('controller', 'cán bộ kiểm soát thủ tục hành chính'), ('administrator', 'quản trị hệ thống')], max_length=20, verbose_name='vai trò')),
                ('title', models.CharField(max_length=120, verbose_name='chức danh')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.agency', verbose_name='cơ quan')),
                ('scope', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='phạm vi theo dõi')),
            ],
            options={
                'verbose_name': 'vị trí công tác',
                'verbose_name_plural': 'vị trí công tác',
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.officer', verbose_name='cán bộ')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.post', verbose_name='vị trí công tác')),
            ],
            options={
                'verbose_name': 'phân công',
                'verbose_name_plural': 'phân công',
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='tên Bộ phận Một cửa')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='địa chỉ')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='organisation.agency', verbose_name='cơ quan')),
            ],
            options={
                'verbose_name': 'Bộ phận Một cửa',
                'verbose_name_plural': 'Bộ phận Một cửa',
            },
        ),
        migrations.AddField(
            model_name='post',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.section', verbose_name='Bộ phận Một cửa'),
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='số quầy')),
                ('name', models.CharField(max_length=120, verbose_name='tên quầy')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='organisation.section', verbose_name='Bộ phận Một cửa')),
            ],
            options={
                'verbose_name': 'quầy',
                'verbose_name_plural': 'quầy',
            },
        ),
        migrations.CreateModel(
            name='SignInRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(db_index=True, verbose_name='lúc')),
                ('login_name', models.CharField(blank=True, max_length=64, verbose_name='tên đăng nhập')),
                ('outcome', models.CharField(choices=[('success', 'đăng nhập'), ('failure', 'sai tên hoặc mật khẩu'), ('signed_out', 'đăng xuất')], max_length=10, verbose_name='kết quả')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='địa chỉ mạng')),
                ('agent', models.CharField(blank=True, max_length=200, verbose_name='trình duyệt')),
            ],
            options={
                'verbose_name': 'nhật ký đăng nhập',
                'verbose_name_plural': 'nhật ký đăng nhập',
                'indexes': [models.Index(models.F('login_name'), models.F('at'), name='sign_in_of_account')],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(verbose_name='đến hết ngày')),
                ('ground', models.CharField(max_length=255, verbose_name='căn cứ')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to='organisation.officer', verbose_name='cán bộ')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to='organisation.post', verbose_name='vị trí công tác')),
            ],
            options={
                'verbose_name': 'làm thay',
                'verbose_name_plural': 'làm thay',
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='từ ngày')),
                ('takes_dossiers', models.BooleanField(default=True, verbose_name='tiếp nhận hồ sơ')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='organisation.agency')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='organisation.agency')),
            ],
            options={
                'verbose_name': 'kế thừa cơ quan',
                'verbose_name_plural': 'kế thừa cơ quan',
            },
        ),
        migrations.CreateModel(
            name='WindowRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='thứ')),
                ('opens', models.PositiveSmallIntegerField(verbose_name='mở')),
                ('closes', models.PositiveSmallIntegerField(verbose_name='đóng')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency', verbose_name='cơ quan')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='organisation.calendarversion')),
            ],
            options={
                'verbose_name': 'giờ làm việc',
                'verbose_name_plural': 'giờ làm việc',
            },
        ),
        migrations.AddIndex(
            model_name='agency',
            index=models.Index(models.F('code'), name='agency_code'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_period'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('code', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='agency_code_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('code_qcvn', ''), _negated=True), expressions=[('code_qcvn', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='agency_qcvn_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('gso_code', ''), _negated=True), expressions=[('gso_code', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='agency_gso_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', False), ('kind__in', ['province', 'vertical']), _connector='OR'), name='agency_has_parent'),
        ),
        migrations.AddConstraint(
            model_name='calendardayrow',
            constraint=models.UniqueConstraint(models.F('version'), models.F('day'), name='calendar_day_once'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='assignment_period'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('officer', '='), ('post', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='assignment_once'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='section_period'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('agency', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='section_once_an_agency'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['receiving_officer', 'section_head']), ('section__isnull', False)), models.Q(models.Q(('role__in', ['receiving_officer', 'section_head']), _negated=True), ('section__isnull', True)), _connector='OR'), name='post_section_roles_sit_at_a_section'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('scope__isnull', True), ('role__in', ['inspector', 'controller']), _connector='OR'), name='post_scope_is_for_those_who_watch'),
        ),
        migrations.AddConstraint(
            model_name='counter',
            constraint=models.UniqueConstraint(models.F('section'), models.F('number'), name='counter_once'),
        ),
        migrations.AddConstraint(
            model_name='standin',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='stand_in_period'),
        ),
        migrations.AddConstraint(
            model_name='standin',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('officer', '='), ('post', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='stand_in_once'),
        ),
        migrations.AddConstraint(
            model_name='standin',
            constraint=models.CheckConstraint(condition=models.Q(('ground', ''), _negated=True), name='stand_in_has_a_ground'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(models.F('predecessor'), models.F('successor'), name='succession_once'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='succession_of_another'),
        ),
        migrations.AddConstraint(
            model_name='windowrow',
            constraint=models.UniqueConstraint(models.F('version'), models.F('agency'), models.F('weekday'), models.F('opens'), name='window_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='windowrow',
            constraint=models.CheckConstraint(condition=models.Q(('closes__lte', 1440), ('opens__lt', models.F('closes')), ('weekday__lte', 6)), name='window_in_a_day'),
        ),
    ]
