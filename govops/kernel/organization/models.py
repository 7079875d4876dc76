"""Who there is: units, people, posts, seats, unit functions and delegations."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from govops.kernel import moment
from govops.kernel.organization.choices import StaffKind, UnitKind
from govops.kernel.organization.rows import PlainRow
from govops.kernel.organization.steady import watched


class Edition(models.Model):
    """One row, which changes whenever something changes that processes remember (see `steady`)."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    edition = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return str(self.edition)


class DatedQuerySet(models.QuerySet):
    """Rows with `valid_from` and `valid_to` (inclusive, empty = open)."""

    def on(self, day: date | None = None) -> DatedQuerySet:
        """Those in force on `day` (default: today)."""
        day = day or moment.today()
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


@watched()
class Unit(PlainRow):
    """A department, subordinate unit or company. `path` lists the ids from the root: `/1/5/`."""

    code = models.CharField("单位编码", max_length=30, unique=True)
    name = models.CharField("单位名称", max_length=100)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类别", max_length=20, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="上级单位",
        related_name="children",
    )
    path = models.CharField(max_length=200, db_index=True, editable=False, default="/")
    order = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ("order", "id")
        indexes = [models.Index(OpClass("path", name="varchar_pattern_ops"), name="unit_path_prefix")]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    def self_and_above(self) -> list[int]:
        """Ids from this unit up to the root."""
        return [int(part) for part in reversed(self.path.strip("/").split("/")) if part]


@watched()
class UnitFunction(PlainRow):
    """Which real unit plays an institutional role (norms.md §3.1), from when to when."""

    function = models.CharField("机构角色", max_length=40, db_index=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, verbose_name="承担单位", related_name="functions"
    )
    valid_from = models.DateField("起", default=moment.today)
    valid_to = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构角色"

    def __str__(self) -> str:
        return f"{self.function}: {self.unit}"


@watched()
class Person(PlainRow):
    """A human being who works here or for us. Accounts and keys belong to a person, never the other way round."""

    name = models.CharField("姓名", max_length=50)
    pinyin = models.CharField("拼音", max_length=120, editable=False, default="")
    initials = models.CharField("简拼", max_length=30, editable=False, default="")
    employee_no = models.CharField("工号", max_length=20, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name="单位", related_name="people")
    title = models.CharField("职务", max_length=50, blank=True)
    staff_kind = models.CharField(
        "人员性质", max_length=20, choices=StaffKind.choices, default=StaffKind.PERMANENT
    )
    phone = models.CharField("办公电话", max_length=30, blank=True)
    mobile = models.CharField("手机", max_length=30, blank=True)
    email = models.EmailField("邮箱", blank=True)
    clearance = models.PositiveSmallIntegerField(
        "可阅密级", default=1, help_text="0 公开、1 内部、2 秘密、3 机密、4 绝密"
    )
    is_active = models.BooleanField("在岗", default=True)
    left_on = models.DateField("离岗日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("unit__order", "id")
        indexes = [
            GinIndex(
                OpClass(Upper("pinyin"), name="gin_trgm_ops"),
                OpClass(Upper("name"), name="gin_trgm_ops"),
                name="person_search",
            ),
            models.Index(fields=["initials"], name="person_initials"),
        ]
        constraints = [models.CheckConstraint(condition=Q(clearance__lte=4), name="person_clearance_known")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        from govops.kernel.organization.pinyin import initials_of, pinyin_of

        self.pinyin, self.initials = pinyin_of(self.name), initials_of(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def label(self) -> str:
        """Unit and name, as people are called in lists."""
        return f"{self.unit.short_name} {self.name}"


class Post(PlainRow):
    """A named position in a unit; people hold it for a time."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name="单位", related_name="posts")
    name = models.CharField("岗位名称", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [models.UniqueConstraint(fields=("unit", "name"), name="post_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit.short_name}{self.name}"


class PostHolding(PlainRow):
    """Who held a post from when to when."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, verbose_name="岗位", related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="人员", related_name="holdings")
    valid_from = models.DateField("起", default=moment.today)
    valid_to = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


@watched()
class SeatHolder(PlainRow):
    """Who sits in a seat (席位) of the processes, for the whole bureau or for one unit, from when to when."""

    seat = models.CharField("席位", max_length=60, db_index=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="适用单位", related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="人员", related_name="seats")
    valid_from = models.DateField("起", default=moment.today)
    valid_to = models.DateField("止", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "席位"

    def __str__(self) -> str:
        return f"{self.seat}: {self.person}"


@watched()
class Delegation(PlainRow):
    """委托: `principal` lets `delegate` decide in his place for some days; shown as “张三（代李四）”."""

    principal = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="委托人", related_name="delegations_given"
    )
    delegate = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="受托人", related_name="delegations_held"
    )
    valid_from = models.DateField("起")
    valid_to = models.DateField("止")
    processes = models.JSONField("限于流程", default=list, blank=True, help_text="空 = 全部流程")
    reason = models.CharField("事由", max_length=100)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托"
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=models.F("delegate")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="delegation_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}（代{self.principal}）"
