"""The first tables, in one step (decision 93)."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from motcua.organisation.first_tables import FirstTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dossiers', '0001_initial'),
        ('money', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        FirstTables([
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('gateway', 'gateway'), ('statement', 'statement')], max_length=10, verbose_name='nguồn')),
                ('account', models.CharField(blank=True, max_length=26, verbose_name='tài khoản')),
                ('external', models.CharField(max_length=80, verbose_name='số giao dịch')),
                ('reference', models.CharField(blank=True, max_length=64, verbose_name='mã thanh toán')),
                ('elsewhere', models.CharField(blank=True, max_length=64, verbose_name='mã thanh toán của tài khoản khác')),
                ('dossier_code', models.CharField(blank=True, max_length=64, verbose_name='mã hồ sơ được nêu')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('at', models.BigIntegerField(verbose_name='tiền đến lúc')),
                ('told_at', models.BigIntegerField(verbose_name='biết lúc')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='nội dung chuyển tiền')),
                ('settles', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_by', to='payments.arrival', verbose_name='khoản được kết chuyển')),
            ],
            options={
                'verbose_name': 'khoản tiền đến',
                'verbose_name_plural': 'khoản tiền đến',
            },
        ),
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=16, unique=True, verbose_name='mã thanh toán')),
                ('lookup', models.CharField(max_length=64, unique=True, verbose_name='mã tra cứu thanh toán')),
                ('purpose', models.CharField(choices=[('fee', 'fee'), ('obligation', 'obligation')], default='fee', max_length=10, verbose_name='loại khoản thu')),
                ('amount', models.BigIntegerField(verbose_name='số phải nộp')),
                ('lines', models.JSONField(verbose_name='khoản nộp')),
                ('state', models.CharField(choices=[('open', 'open'), ('partial', 'partial'), ('paid', 'paid'), ('over', 'over'), ('wrong', 'wrong'), ('expired', 'expired'), ('cancelled', 'cancelled'), ('refunded', 'refunded')], default='open', max_length=10, verbose_name='trạng thái')),
                ('received', models.BigIntegerField(default=0, verbose_name='đã nhận')),
                ('taken', models.BigIntegerField(default=0, verbose_name='đã vào sổ')),
                ('returned', models.BigIntegerField(default=0, verbose_name='đã trả lại')),
                ('account', models.CharField(blank=True, max_length=26, verbose_name='tài khoản nhận tiền')),
                ('account_holder', models.CharField(blank=True, max_length=120, verbose_name='chủ tài khoản nhận tiền')),
                ('pay_url', models.URLField(blank=True, max_length=500, verbose_name='địa chỉ trả tiền')),
                ('made_at', models.BigIntegerField(verbose_name='lập lúc')),
                ('expires_at', models.BigIntegerField(verbose_name='hết hạn lúc')),
                ('seq', models.PositiveIntegerField(default=0, verbose_name='số sự kiện')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='dossiers.dossier')),
                ('receipt', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_order', to='money.receipt', verbose_name='biên lai')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
            ],
            options={
                'verbose_name': 'lệnh thanh toán',
                'verbose_name_plural': 'lệnh thanh toán',
            },
        ),
        migrations.CreateModel(
            name='PaymentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='số thứ tự')),
                ('kind', models.CharField(choices=[('made', 'made'), ('sent', 'sent'), ('failed', 'failed'), ('arrived', 'arrived'), ('receipted', 'receipted'), ('expired', 'expired'), ('cancelled', 'cancelled'), ('returned', 'returned'), ('back_asked', 'back_asked'), ('back_done', 'back_done'), ('back_refused', 'back_refused'), ('back_by_hand', 'back_by_hand')], max_length=12, verbose_name='việc')),
                ('verdict', models.CharField(blank=True, choices=[('exact', 'exact'), ('part', 'part'), ('rest', 'rest'), ('over', 'over'), ('double', 'double'), ('late', 'late'), ('wrong', 'wrong')], max_length=10, verbose_name='đánh giá')),
                ('amount', models.BigIntegerField(default=0, verbose_name='số tiền')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='số giao dịch, ghi chú')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người làm')),
                ('arrival', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event', to='payments.arrival', verbose_name='khoản tiền đến')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='payments.paymentorder', verbose_name='lệnh thanh toán')),
            ],
            options={
                'verbose_name': 'sự kiện thanh toán',
                'verbose_name_plural': 'sự kiện thanh toán',
            },
        ),
        migrations.CreateModel(
            name='GatewayReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=64, unique=True, verbose_name='số lệnh hoàn')),
                ('amount', models.BigIntegerField(verbose_name='số tiền')),
                ('state', models.CharField(choices=[('asked', 'asked'), ('done', 'done'), ('refused', 'refused'), ('by_hand', 'by_hand')], default='asked', max_length=8, verbose_name='trạng thái')),
                ('external', models.CharField(blank=True, max_length=64, verbose_name='số giao dịch hoàn')),
                ('tries', models.PositiveIntegerField(default=0, verbose_name='số lần hỏi')),
                ('made_at', models.BigIntegerField(verbose_name='lập lúc')),
                ('told_at', models.BigIntegerField(verbose_name='hỏi, nhận trả lời lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người lập')),
                ('arrival', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='payments.arrival', verbose_name='khoản tiền đến')),
                ('refund', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gateway_return', to='money.refund', verbose_name='phiếu hoàn tiền')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='payments.paymentorder', verbose_name='lệnh thanh toán')),
            ],
            options={
                'verbose_name': 'lệnh hoàn qua cổng',
                'verbose_name_plural': 'lệnh hoàn qua cổng',
            },
        ),
        migrations.CreateModel(
            name='ArrivalDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('order', 'order'), ('returned', 'returned'), ('foreign', 'foreign')], max_length=10, verbose_name='quyết định')),
                ('note', models.CharField(blank=True, max_length=120, verbose_name='số giao dịch, ghi chú')),
                ('at', models.BigIntegerField(verbose_name='lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người quyết định')),
                ('arrival', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='payments.arrival', verbose_name='khoản tiền đến')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.paymentorder', verbose_name='lệnh thanh toán')),
            ],
            options={
                'verbose_name': 'quyết định về khoản tiền',
                'verbose_name_plural': 'quyết định về khoản tiền',
            },
        ),
        migrations.CreateModel(
            name='StatementImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(blank=True, max_length=26, verbose_name='tài khoản')),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256 của tệp')),
                ('name', models.CharField(max_length=120, verbose_name='tên tệp')),
                ('lines', models.PositiveIntegerField(verbose_name='số dòng tiền đến')),
                ('known', models.PositiveIntegerField(verbose_name='số dòng đã có')),
                ('debits', models.PositiveIntegerField(verbose_name='số dòng tiền đi')),
                ('elsewhere', models.PositiveIntegerField(default=0, verbose_name='số dòng nêu mã của tài khoản khác')),
                ('amount', models.BigIntegerField(verbose_name='tổng tiền đến')),
                ('at', models.BigIntegerField(verbose_name='nhập lúc')),
                ('by', models.CharField(max_length=80, verbose_name='người nhập')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.agency')),
            ],
            options={
                'verbose_name': 'lần nhập sao kê',
                'verbose_name_plural': 'lần nhập sao kê',
            },
        ),
        migrations.AddField(
            model_name='arrival',
            name='statement',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='payments.statementimport', verbose_name='lần nhập sao kê'),
        ),
        migrations.AddIndex(
            model_name='paymentorder',
            index=models.Index(models.F('section'), models.F('made_at'), name='order_section_at'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.UniqueConstraint(models.F('dossier'), models.F('purpose'), condition=models.Q(('state__in', ('open', 'partial'))), name='order_one_open_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='order_amount'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.CheckConstraint(condition=models.Q(('received__gte', django.db.models.expressions.CombinedExpression(models.F('taken'), '+', models.F('returned')))), name='order_gives_what_it_has'),
        ),
        migrations.AddIndex(
            model_name='paymentevent',
            index=models.Index(models.F('kind'), models.F('at'), name='payment_event_at'),
        ),
        migrations.AddConstraint(
            model_name='paymentevent',
            constraint=models.UniqueConstraint(models.F('order'), models.F('seq'), name='payment_event_in_order'),
        ),
        migrations.AddIndex(
            model_name='gatewayreturn',
            index=models.Index(models.F('state'), models.F('told_at'), name='return_state_at'),
        ),
        migrations.AddConstraint(
            model_name='gatewayreturn',
            constraint=models.UniqueConstraint(models.F('arrival'), condition=models.Q(('refund', None)), name='return_once_of_what_is_held'),
        ),
        migrations.AddConstraint(
            model_name='gatewayreturn',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='return_amount'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(models.F('reference'), name='arrival_reference'),
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(models.F('at'), name='arrival_at'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.UniqueConstraint(models.F('source'), models.F('account'), models.F('external'), name='arrival_once_an_account'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='arrival_amount'),
        ),
        ]),
    ]
