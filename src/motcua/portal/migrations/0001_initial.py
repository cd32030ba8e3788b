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
            name='LookupGuesses',
            fields=[
                ('key', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('window_ends', models.DateTimeField(db_index=True, verbose_name='Hết hạn lúc')),
                ('wrong', models.PositiveIntegerField(default=0, verbose_name='Số lần sai')),
            ],
            options={
                'verbose_name': 'Lượt thử mã tra cứu',
                'verbose_name_plural': 'Lượt thử mã tra cứu',
            },
        ),
        ]),
    ]
