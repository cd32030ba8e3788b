"""Changes made on the server; second factors that stood in clear are encrypted."""

from typing import Any

from django.db import migrations, models


def encrypt(apps: Any, schema_editor: Any) -> None:
    """Rows in clear only: there were no encrypted ones before."""
    from motcua.organisation.factor_cipher import encrypted

    for row in apps.get_model("mfa", "Authenticator").objects.all():
        row.data = encrypted(row.data)
        row.save(update_fields=["data"])


def decrypt(apps: Any, schema_editor: Any) -> None:
    """As it was before, for who goes back."""
    from motcua.organisation.factor_cipher import decrypted

    for row in apps.get_model("mfa", "Authenticator").objects.all():
        row.data = decrypted(row.data)
        row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0008_sessions'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.AddField(
            model_name='change',
            name='operator',
            field=models.BooleanField(default=False, verbose_name='do người vận hành máy chủ'),
        ),
        migrations.RunPython(encrypt, decrypt),
    ]
