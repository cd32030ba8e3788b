
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0010_officer_email'),
        ('outbox', '0001_messages'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(models.F('officer'), condition=models.Q(('channel', 'desk'), ('read_at__isnull', True), ('state', 'sent')), name='message_unread'),
        ),
    ]
