"""The first tables, in one step (decision 93)."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import motcua.organisation.models.dated
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        BtreeGistExtension(),
        FirstTables([
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login_name', models.CharField(max_length=64, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')], verbose_name='tên đăng nhập')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang dùng')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='phải đổi mật khẩu')),
                ('is_citizen', models.BooleanField(default=False, verbose_name='của người dân')),
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
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='số quầy')),
                ('name', models.CharField(max_length=120, verbose_name='tên quầy')),
                ('active', models.BooleanField(default=True, verbose_name='đang dùng')),
            ],
            options={
                'verbose_name': 'quầy',
                'verbose_name_plural': 'quầy',
            },
        ),
        migrations.CreateModel(
            name='RightsVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.UUIDField(default=uuid.uuid4, verbose_name='dấu')),
            ],
            options={
                'verbose_name': 'phiên bản quyền',
                'verbose_name_plural': 'phiên bản quyền',
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
            name='AgencyAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.CharField(max_length=6, verbose_name='mã BIN của ngân hàng')),
                ('number', models.CharField(max_length=19, verbose_name='số tài khoản')),
                ('holder', models.CharField(max_length=120, verbose_name='chủ tài khoản')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='organisation.agency', verbose_name='cơ quan')),
            ],
            options={
                'verbose_name': 'tài khoản nhận tiền của cơ quan',
                'verbose_name_plural': 'tài khoản nhận tiền của cơ quan',
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
                ('email', models.CharField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='ngày làm việc cuối')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='officer', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'cán bộ',
                'verbose_name_plural': 'cán bộ',
            },
        ),
        migrations.CreateModel(
            name='CounterDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='ngày')),
                ('begins', models.BigIntegerField(verbose_name='từ lúc')),
                ('ends', models.BigIntegerField(blank=True, null=True, verbose_name='đến lúc')),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.counter', verbose_name='quầy')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='organisation.officer', verbose_name='cán bộ')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người phân quầy')),
            ],
            options={
                'verbose_name': 'trực quầy',
                'verbose_name_plural': 'trực quầy',
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('operator', models.BooleanField(default=False, verbose_name='do người vận hành máy chủ')),
                ('kind', models.CharField(max_length=40, verbose_name='loại đối tượng')),
                ('subject', models.CharField(max_length=120, verbose_name='đối tượng')),
                ('named', models.CharField(blank=True, max_length=255, verbose_name='tên đối tượng')),
                ('before', models.JSONField(null=True, verbose_name='trước khi đổi')),
                ('after', models.JSONField(null=True, verbose_name='sau khi đổi')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người thay đổi')),
            ],
            options={
                'verbose_name': 'thay đổi',
                'verbose_name_plural': 'thay đổi',
            },
        ),
        migrations.AddField(
            model_name='calendarversion',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người lập'),
        ),
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
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='mã vị trí')),
                ('role', models.CharField(choices=[('receiving_officer', 'cán bộ tiếp nhận'), ('section_head', 'người đứng đầu Bộ phận Một cửa'), ('handling_officer', 'cán bộ thụ lý'), ('leader', 'lãnh đạo phê duyệt'), ('inspector', 'thanh tra viên'), ('controller', 'cán bộ kiểm soát thủ tục hành chính'), ('administrator', 'quản trị hệ thống')], max_length=20, verbose_name='vai trò')),
                ('title', models.CharField(max_length=120, verbose_name='chức danh')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
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
            name='RegimeSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regime', models.CharField(max_length=8, verbose_name='quy định áp dụng')),
                ('key', models.CharField(max_length=40, verbose_name='mục')),
                ('value', models.CharField(max_length=40, verbose_name='giá trị')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('source', models.CharField(max_length=255, verbose_name='văn bản căn cứ')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('made_at', models.BigIntegerField(verbose_name='lập lúc')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.officer', verbose_name='người lập')),
            ],
            options={
                'verbose_name': 'mục tự chọn của quy định',
                'verbose_name_plural': 'mục tự chọn của quy định',
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
        migrations.AddField(
            model_name='counter',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='organisation.section', verbose_name='Bộ phận Một cửa'),
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='dấu của mã phiên')),
                ('data', models.TextField(verbose_name='nội dung')),
                ('expires', models.BigIntegerField(db_index=True, verbose_name='hết hạn lúc')),
                ('since', models.BigIntegerField(verbose_name='bắt đầu lúc')),
                ('last_seen', models.BigIntegerField(verbose_name='dùng lần cuối lúc')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='địa chỉ mạng')),
                ('agent', models.CharField(blank=True, max_length=200, verbose_name='trình duyệt')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='tài khoản')),
            ],
            options={
                'verbose_name': 'phiên làm việc',
                'verbose_name_plural': 'phiên làm việc',
            },
        ),
        migrations.CreateModel(
            name='SignInRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(db_index=True, verbose_name='lúc')),
                ('login_name', models.CharField(blank=True, max_length=64, verbose_name='tên đăng nhập')),
                ('outcome', models.CharField(choices=[('success', 'đăng nhập'), ('failure', 'sai tên hoặc mật khẩu'), ('signed_out', 'đăng xuất'), ('second_failure', 'sai mã xác thực'), ('session_ended', 'phiên bị kết thúc'), ('password_changed', 'tự đổi mật khẩu'), ('password_reset', 'được đặt lại mật khẩu'), ('factor_added', 'bật xác thực hai lớp'), ('factor_removed', 'tắt xác thực hai lớp'), ('locked', 'bị khóa'), ('unlocked', 'được mở khóa')], max_length=20, verbose_name='kết quả')),
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
            model_name='agencyaccount',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_account_period'),
        ),
        migrations.AddConstraint(
            model_name='agencyaccount',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('agency', '='), (motcua.organisation.models.dated.DateRange('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True)), '&&')], name='agency_account_one_a_day'),
        ),
        migrations.AddConstraint(
            model_name='calendardayrow',
            constraint=models.UniqueConstraint(models.F('version'), models.F('day'), name='calendar_day_once'),
        ),
        migrations.AddConstraint(
            model_name='counterduty',
            constraint=models.UniqueConstraint(models.F('counter'), models.F('day'), condition=models.Q(('ends', None)), name='duty_one_at_a_counter'),
        ),
        migrations.AddConstraint(
            model_name='counterduty',
            constraint=models.UniqueConstraint(models.F('officer'), models.F('day'), condition=models.Q(('ends', None)), name='duty_one_counter_each'),
        ),
        migrations.AddConstraint(
            model_name='counterduty',
            constraint=models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('begins')), _connector='OR'), name='duty_in_order'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['-at', '-id'], name='change_newest'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['kind', 'subject', '-at'], name='change_of_subject'),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='change_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='apitoken',
            index=models.Index(fields=['officer', '-issued_at'], name='token_of_officer'),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='token_ends_after_issue'),
        ),
        migrations.AddConstraint(
            model_name='apitoken',
            constraint=models.CheckConstraint(condition=models.Q(('scopes', []), _negated=True), name='token_has_a_scope'),
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
            model_name='regimesetting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='regime_setting_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='regimesetting',
            constraint=models.CheckConstraint(condition=models.Q(('key__regex', '^\\S+$'), ('regime__regex', '^\\S+$'), ('value__regex', '^\\S+$')), name='regime_setting_in_words'),
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
        ]),
    ]
