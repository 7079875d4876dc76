"""Accounts, who holds which role, and tokens for programs. There is no superuser (淮委政务内网管理办法 第十八条)."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value

from govops.kernel import moment
from govops.kernel.access.roles import ADMINISTRATORS, title_of
from govops.kernel.organization.models import DatedQuerySet, Person
from govops.kernel.organization.rows import PlainRow
from govops.kernel.organization.steady import watched


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.select_related("person__unit").get(username=username)


@watched(but=("last_login", "previous_login"))
class Account(PlainRow, AbstractBaseUser):
    """What a person logs in with. `is_superuser` exists only to be false: the database refuses anything else."""

    username = models.CharField("用户名", max_length=50, unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, verbose_name="人员", related_name="account"
    )
    is_active = models.BooleanField("启用", default=True)
    is_superuser = models.BooleanField(default=False, editable=False)
    must_change_password = models.BooleanField("须修改口令", default=True)
    password_changed_at = models.DateTimeField("口令修改时间", default=moment.now)
    basis = models.CharField("开户依据", max_length=60, blank=True)
    warrant_register = models.CharField(max_length=60, blank=True, editable=False)
    warrant_id = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField("开户时间", default=moment.now)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    stopped_at = models.DateTimeField("停用时间", null=True, blank=True)
    stop_reason = models.CharField("停用原因", max_length=200, blank=True)
    previous_login = models.DateTimeField("上次登录时间", null=True, editable=False)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        verbose_name = verbose_name_plural = "账户"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_superuser=False),
                name="no_superuser",
                violation_error_message="不得设置超级系统管理员。",
            ),
            models.UniqueConstraint(
                fields=("warrant_register", "warrant_id"),
                condition=Q(warrant_id__isnull=False),
                name="account_once_per_warrant",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def is_usable(self) -> bool:
        """In use and within its term."""
        return self.is_active and (self.expires_on is None or self.expires_on >= moment.today())


class LoginTrace(models.Model):
    """What is told at the next login: where the last one came from, and how often a wrong password was tried since."""

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, verbose_name="账户", related_name="login_trace"
    )
    address = models.CharField("本次登录地址", max_length=64, blank=True)
    previous_address = models.CharField("上次登录地址", max_length=64, blank=True)
    failures = models.PositiveIntegerField("本次登录后的失败次数", default=0)
    previous_failures = models.PositiveIntegerField("上次登录后的失败次数", default=0)
    session_key = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "登录情况"

    def __str__(self) -> str:
        return str(self.account)


class DirectOpening(models.Model):
    """An account opened without an application, before 正式运行: in use only after a second administrator confirmed it."""

    account = models.OneToOneField(
        Account,
        on_delete=models.PROTECT,
        primary_key=True,
        verbose_name="账户",
        related_name="direct_opening",
    )
    reason = models.CharField("理由", max_length=200)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, verbose_name="开户人", related_name="+")
    opened_at = models.DateTimeField("开户时间", default=moment.now)
    confirmed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, verbose_name="复核人", related_name="+"
    )
    confirmed_at = models.DateTimeField("复核时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "直接开户"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("opened_by")),
                name="direct_opening_by_two",
            )
        ]

    def __str__(self) -> str:
        return str(self.account)


class PasswordRecord(models.Model):
    """The digest of a password that an account had, so that it is not used again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passwords")
    digest = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "历史口令"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.account} {self.set_at:%Y-%m-%d}"


def _in_force() -> Func:
    return Func(
        F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField()
    )


class GrantQuerySet(DatedQuerySet):
    def on(self, day: date | None = None) -> GrantQuerySet:
        """Those in force on `day` (default: today); a revoked one is not, from that moment on."""
        return super().on(day).filter(revoked_at__isnull=True)  # type: ignore[return-value]


def granted_on(day: date, *, account: str) -> ArraySubquery:
    """The roles that the account in column `account` holds on `day`, to be read with another row as a list."""
    return ArraySubquery(RoleGrant.objects.on(day).filter(account=OuterRef(account)).values("role"))


@watched()
class RoleGrant(PlainRow):
    """An account holds a role from when to when, on which basis. Administrators hold exactly one role."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, verbose_name="账户", related_name="grants")
    role = models.CharField("角色", max_length=40, db_index=True)
    is_administrator = models.BooleanField(editable=False, default=False)
    basis = models.CharField("授权依据", max_length=100)
    granted_by = models.CharField("授权人", max_length=100)
    granted_at = models.DateTimeField("授权时间", default=moment.now)
    valid_from = models.DateField("起", default=moment.today)
    valid_to = models.DateField("止", null=True, blank=True)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoked_by = models.CharField("收回人", max_length=100, blank=True)
    revoke_reason = models.CharField("收回原因", max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_administrator=True, role__in=sorted(ADMINISTRATORS))
                | (Q(is_administrator=False) & ~Q(role__in=sorted(ADMINISTRATORS))),
                name="administrator_is_what_the_role_says",
            ),
            ExclusionConstraint(
                name="administrators_hold_no_business_role",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("is_administrator", RangeOperators.NOT_EQUAL),
                    (_in_force(), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
            ExclusionConstraint(
                name="administrators_are_exclusive",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (_in_force(), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_administrator=True, revoked_at__isnull=True),
            ),
            ExclusionConstraint(
                name="role_granted_once",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (_in_force(), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {title_of(self.role)}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.is_administrator = self.role in ADMINISTRATORS
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class GrantReview(models.Model):
    """权限复核: somebody looked whether a role is still needed. What he decided stays, whatever becomes of the grant."""

    grant = models.ForeignKey(
        RoleGrant, on_delete=models.PROTECT, verbose_name="授权", related_name="reviews"
    )
    is_needed = models.BooleanField("仍需要")
    reason = models.CharField("收回原因", max_length=200, blank=True)
    decided_by = models.CharField("复核人", max_length=100)
    decided_at = models.DateTimeField("复核时间", default=moment.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "权限复核"
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.grant} {'仍需要' if self.is_needed else '收回'}"


@watched()
class ApiToken(PlainRow):
    """A long random string lets a program act for an account, within `scopes`, until it expires."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, verbose_name="账户", related_name="tokens")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField("范围", default=list, help_text="如 台账代码:read；* 表示全部")
    created_at = models.DateTimeField("创建时间", default=moment.now)
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class SystemState(models.Model):
    """The one row that says whether 正式运行 is on: from then on accounts need an approved application (R-USR-03)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_production = models.BooleanField("正式运行", default=False)
    since = models.DateTimeField("正式运行起", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "系统状态"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_system_state")]

    def __str__(self) -> str:
        return "正式运行" if self.is_production else "初始化"

    @classmethod
    def current(cls) -> SystemState:
        """The row, or an unsaved one as it would be: asking writes nothing."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
