"""Accounts, posts, officers, who holds which post when, and who signed in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.law.roles import ROLE_NAMES, Role
from motcua.organisation.models.dated import never_twice, ordered
from motcua.organisation.models.tree import Agency, Counter, Section

LOGIN_NAME = r"^[a-z0-9][a-z0-9._-]*$"
SECTION_ROLES = [Role.RECEIVING_OFFICER.value, Role.SECTION_HEAD.value]
POST_ROLES = {
    role: _(ROLE_NAMES[role])
    for role in (
        Role.RECEIVING_OFFICER,
        Role.SECTION_HEAD,
        Role.HANDLING_OFFICER,
        Role.LEADER,
        Role.INSPECTOR,
        Role.CONTROLLER,
        Role.ADMINISTRATOR,
    )
}
"""Roles that a post may carry, with their names; applicants and the system hold no post."""


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, login_name: str, password: str | None = None, *, is_citizen: bool = False) -> User:
        """A new account, in lower case, because officers type both; without a password nobody signs in."""
        user = self.model(login_name=login_name.lower(), is_citizen=is_citizen)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login_name=(username or "").lower())


class User(AbstractBaseUser):
    """Tài khoản: a login name and a password, nothing else. What its owner may do follows from posts.

    An account of a citizen (`is_citizen`; the room `citizens` knows whose) holds no post and opens no page of
    the offices.

    With `must_change_password` the password is a one-time one: it opens only the page that sets another.
    """

    login_name = models.CharField(
        "tên đăng nhập", max_length=64, unique=True, validators=[RegexValidator(LOGIN_NAME)]
    )
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    is_citizen = models.BooleanField("của người dân", default=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def __str__(self) -> str:
        return self.login_name


class Officer(models.Model):
    """Cán bộ: a person in office. The log names officers by `code`, which outlives the account."""

    code = models.CharField("mã cán bộ", max_length=20, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.CharField("thư điện tử", max_length=254, blank=True)
    user = models.OneToOneField(
        User, models.SET_NULL, null=True, blank=True, related_name="officer", verbose_name="tài khoản"
    )
    left_on = models.DateField("ngày làm việc cuối", null=True, blank=True)

    class Meta:
        verbose_name = "cán bộ"
        verbose_name_plural = "cán bộ"

    def __str__(self) -> str:
        return self.full_name


class Post(models.Model):
    """Vị trí công tác: one seat with one role. Sight and rights come from here, not from the person.

    `scope` widens what an inspector or controller reads beyond the own agency: the agency whose whole
    subtree the post looks over.
    """

    code = models.CharField("mã vị trí", max_length=40, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="cơ quan")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="Bộ phận Một cửa"
    )
    role = models.CharField(
        "vai trò", max_length=20, choices=[(r.value, label) for r, label in POST_ROLES.items()]
    )
    title = models.CharField("chức danh", max_length=120)
    scope = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phạm vi theo dõi"
    )
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "vị trí công tác"
        verbose_name_plural = "vị trí công tác"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=SECTION_ROLES, section__isnull=False)
                | (~Q(role__in=SECTION_ROLES) & Q(section__isnull=True)),
                name="post_section_roles_sit_at_a_section",
            ),
            models.CheckConstraint(
                condition=Q(scope__isnull=True) | Q(role__in=[Role.INSPECTOR.value, Role.CONTROLLER.value]),
                name="post_scope_is_for_those_who_watch",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """Phân công: who holds a post from when to when."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments", verbose_name="cán bộ")
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments", verbose_name="vị trí công tác")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [ordered("assignment_period"), never_twice("assignment_once", "officer", "post")]

    def __str__(self) -> str:
        return f"{self.officer_id} → {self.post_id}"


class StandIn(models.Model):
    """Làm thay: acting on another's post for a stated period on a stated ground (Decree 61 art. 12(8))."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="stand_ins", verbose_name="vị trí công tác")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="stand_ins", verbose_name="cán bộ")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    ground = models.CharField("căn cứ", max_length=255)

    class Meta:
        verbose_name = "làm thay"
        verbose_name_plural = "làm thay"
        constraints = [
            ordered("stand_in_period"),
            never_twice("stand_in_once", "officer", "post"),
            models.CheckConstraint(condition=~Q(ground=""), name="stand_in_has_a_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} → {self.post_id}"


class CounterDuty(models.Model):
    """Trực quầy: which officer sits at which counter of a section, from when to when on a day.

    Without an end it lasts until the day is over. Whom the section head set stands in `set_by`.
    """

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="duties", verbose_name="quầy")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="duties", verbose_name="cán bộ")
    day = models.DateField("ngày")
    begins = models.BigIntegerField("từ lúc")
    ends = models.BigIntegerField("đến lúc", null=True, blank=True)
    set_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="+", verbose_name="người phân quầy"
    )

    class Meta:
        verbose_name = "trực quầy"
        verbose_name_plural = "trực quầy"
        constraints = [
            models.UniqueConstraint("counter", "day", name="duty_one_at_a_counter", condition=Q(ends=None)),
            models.UniqueConstraint("officer", "day", name="duty_one_counter_each", condition=Q(ends=None)),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("begins")), name="duty_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} @ {self.counter_id}"


class SignInRecord(models.Model):
    """Nhật ký đăng nhập: who signed in or out, or failed to, when, from where; the database refuses changes.

    The typed name is kept only where an account has it: people type passwords into the wrong box.
    """

    class Outcome(models.TextChoices):
        SUCCESS = "success", _("đăng nhập")
        FAILURE = "failure", _("sai tên hoặc mật khẩu")
        SIGNED_OUT = "signed_out", _("đăng xuất")
        SECOND_FAILURE = "second_failure", _("sai mã xác thực")
        SESSION_ENDED = "session_ended", _("phiên bị kết thúc")
        PASSWORD_CHANGED = "password_changed", _("tự đổi mật khẩu")
        PASSWORD_RESET = "password_reset", _("được đặt lại mật khẩu")
        FACTOR_ADDED = "factor_added", _("bật xác thực hai lớp")
        FACTOR_REMOVED = "factor_removed", _("tắt xác thực hai lớp")
        LOCKED = "locked", _("bị khóa")
        UNLOCKED = "unlocked", _("được mở khóa")

    at = models.BigIntegerField("lúc", db_index=True)
    login_name = models.CharField("tên đăng nhập", max_length=64, blank=True)
    outcome = models.CharField("kết quả", max_length=20, choices=Outcome.choices)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True)
    agent = models.CharField("trình duyệt", max_length=200, blank=True)

    class Meta:
        verbose_name = "nhật ký đăng nhập"
        verbose_name_plural = "nhật ký đăng nhập"
        indexes = [models.Index("login_name", "at", name="sign_in_of_account")]

    def __str__(self) -> str:
        return f"{self.login_name or '?'} {self.outcome}"
