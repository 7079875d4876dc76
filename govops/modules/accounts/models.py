"""Who asks for an account, who asks for a right (norms F4, F6)."""

from __future__ import annotations

from django.db import models

from govops.kernel import moment
from govops.kernel.access import roles
from govops.kernel.organization.choices import StaffKind
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.fields import ChoicesField
from govops.kernel.records.models import Record
from govops.modules.accounts.choices import BUSINESS_ROLES, RoleChangeKind


class UserAccountApplication(Record):
    """《内网用户申请》: a unit asks for an account for one of its people (S9§17)."""

    name = models.CharField("姓名", max_length=50)
    identity_number = models.CharField("身份证号", max_length=18)
    department = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        verbose_name="所在部门",
        related_name="+",
        help_text="只能为本部门人员申请",
    )
    position = models.CharField("职务（岗位）", max_length=50)
    staff_kind = models.CharField(
        "人员性质", max_length=20, choices=StaffKind.choices, default=StaffKind.PERMANENT
    )
    mobile = models.CharField("手机", max_length=30, blank=True)
    reason = models.TextField("申请事由", max_length=300)
    valid_from = models.DateField("使用起", default=moment.today)
    valid_to = models.DateField(
        "使用止", null=True, blank=True, help_text="借调、外包人员必填；在编人员可留空"
    )
    proposed_username = models.CharField(
        "拟用用户名", max_length=30, help_text="3–30 个小写字母、数字、点或下划线，以字母开头"
    )
    requested_roles = ChoicesField(
        "申请基本权限", choices_from=BUSINESS_ROLES, help_text="普通用户权限人人都有，不必选"
    )

    account_name = models.CharField("账号", max_length=30, blank=True)
    employee_no = models.CharField(
        "工号", max_length=20, blank=True, help_text="已登记人员填其工号，账户将开在该人员名下"
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="用户",
        related_name="+",
        editable=False,
    )
    opened_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="建户人",
        related_name="+",
        editable=False,
    )
    opened_at = models.DateTimeField("建户时间", null=True, blank=True, editable=False)
    granted_roles = ChoicesField("授予角色", choices_from=BUSINESS_ROLES, help_text="不选即只有普通用户权限")
    granted_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="授权人",
        related_name="+",
        editable=False,
    )
    granted_at = models.DateTimeField("授权时间", null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "内网用户申请"


class RoleChangeApplication(Record):
    """《权限申请》: a unit asks that one of its people be given, or lose, a role (S9§18)."""

    kind = models.CharField(
        "申请类别", max_length=10, choices=RoleChangeKind.choices, default=RoleChangeKind.GRANT
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="用户", related_name="+")
    role = models.CharField("角色", max_length=40, choices=roles.business_choices)
    rights = models.TextField("操作权限与数据范围", blank=True, editable=False)
    valid_from = models.DateField("起", default=moment.today)
    valid_to = models.DateField("止", null=True, blank=True, help_text="留空为长期")
    reason = models.TextField("申请原因", max_length=300)

    executed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="执行人",
        related_name="+",
        editable=False,
    )
    executed_at = models.DateTimeField("执行时间", null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "权限申请"
