"""Ratings name the set of questions they were given under; those that are there were all asked the nine of
Decree 61/2018. Files of petitions tell whether a scanner looked at them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_escalated")]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="questions",
            field=models.CharField(default="D61_2018", max_length=16, verbose_name="bộ câu hỏi"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="petitionfile",
            name="scanned_at",
            field=models.BigIntegerField(null=True, verbose_name="quét vi-rút lúc"),
        ),
        migrations.AddField(
            model_name="petitionfile",
            name="virus",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="vi-rút tìm thấy"),
            preserve_default=False,
        ),
    ]
