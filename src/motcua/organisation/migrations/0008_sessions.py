"""Sessions that know whose they are; a mark that changes with every change of rights."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION organisation_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE organisation_rightsversion SET mark = gen_random_uuid();
    RETURN NULL;
END $$
"""
TABLES = {
    "organisation_agency": "INSERT OR UPDATE OR DELETE",
    "organisation_succession": "INSERT OR UPDATE OR DELETE",
    "organisation_section": "INSERT OR UPDATE OR DELETE",
    "organisation_post": "INSERT OR UPDATE OR DELETE",
    "organisation_assignment": "INSERT OR UPDATE OR DELETE",
    "organisation_standin": "INSERT OR UPDATE OR DELETE",
    "organisation_officer": "INSERT OR UPDATE OR DELETE",
    # Each sign-in writes last_login: that is no change of rights.
    "organisation_user": "UPDATE OF is_active, login_name OR DELETE",
}


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0007_regime_settings'),
    ]

    operations = [
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
        migrations.AlterField(
            model_name='signinrecord',
            name='outcome',
            field=models.CharField(choices=[('success', 'đăng nhập'), ('failure', 'sai tên hoặc mật khẩu'), ('signed_out', 'đăng xuất'), ('second_failure', 'sai mã xác thực'), ('session_ended', 'phiên bị kết thúc'), ('password_changed', 'tự đổi mật khẩu'), ('password_reset', 'được đặt lại mật khẩu'), ('factor_added', 'bật xác thực hai lớp'), ('factor_removed', 'tắt xác thực hai lớp'), ('locked', 'bị khóa'), ('unlocked', 'được mở khóa')], max_length=20, verbose_name='kết quả'),
        ),
        migrations.RunSQL(
            "INSERT INTO organisation_rightsversion (mark) VALUES (gen_random_uuid())",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION organisation_rights_changed()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER rights_changed AFTER {events} ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION organisation_rights_changed()",
                f"DROP TRIGGER rights_changed ON {table}",
            )
            for table, events in TABLES.items()
        ),
    ]
