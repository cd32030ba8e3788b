"""Who looked at an officer's figures; the database refuses to change or delete a line of it."""

from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION figures_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TRIGGER = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON figures_figurelook
FOR EACH ROW EXECUTE FUNCTION figures_written_once()
"""


class Migration(migrations.Migration):

    dependencies = [('figures', '0001_initial')]

    operations = [
        migrations.CreateModel(
            name='FigureLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.BigIntegerField(verbose_name='xem lúc')),
                ('who', models.CharField(max_length=80, verbose_name='người xem')),
                ('unit', models.CharField(blank=True, max_length=64, verbose_name='đơn vị của người xem')),
                ('whom', models.CharField(max_length=64, verbose_name='số của cán bộ')),
                ('first', models.DateField(verbose_name='từ ngày')),
                ('last', models.DateField(verbose_name='đến hết ngày')),
                ('how', models.CharField(choices=[('team', 'trong bảng của nhóm'), ('page', 'trang riêng'), ('dossiers', 'danh sách hồ sơ')], max_length=10, verbose_name='xem ở đâu')),
            ],
            options={
                'verbose_name': 'lượt xem số của cán bộ',
                'verbose_name_plural': 'lượt xem số của cán bộ',
                'indexes': [
                    models.Index(fields=['whom', '-at'], name='figure_look_whom'),
                    models.Index(models.F('at'), name='figure_look_at'),
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION figures_written_once()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER written_once ON figures_figurelook"),
    ]
