"""The faces of each register."""

from __future__ import annotations

from typing import Any

from govops.kernel.access.actor import Actor
from govops.kernel.organization.choices import StaffKind
from govops.kernel.registers import Column, Register, Section, View, register
from govops.kernel.web import form_manners
from govops.modules.accounts import actions, models, process, rules


@register
class UserAccountApplications(Register):
    model = models.UserAccountApplication
    process = process.UserAccountProcess
    title = "内网用户申请"
    form_title = "内网用户申请表"
    series = "YHSQ"
    cites = ("S9§17", "S9§18")
    icon = "user-plus"
    columns = (
        Column("name", second="number"), Column("department"), Column("position", second="staff_kind"), Column("proposed_username"),
        Column("applicant"), Column("created_at", sort="created_at"), Column("state"),
    )  # fmt: skip
    filters = ("state", "staff_kind", "department")
    search = ("name", "position", "proposed_username", "reason")
    form = (
        Section(
            "用户", "name", "identity_number", "department", "position", "staff_kind", "mobile", cites="S9§17"
        ),
        Section("申请", "reason", "valid_from", "valid_to", "proposed_username", "requested_roles"),
    )
    shown = (
        Section("建户", "account_name", "employee_no", "opened_by", "opened_at", cites="S9§18"),
        Section("授权", "granted_roles", "granted_by", "granted_at"),
    )
    views = (
        View("在办", {"state": ["reviewing", "agreed", "opened"]}), View("待建户", {"state": ["agreed"]}), View("待授权", {"state": ["opened"]}),
        View("我申请的", {"me": "1"}), View("全部"),
    )  # fmt: skip
    guards = (
        rules.asked_by_the_own_unit,
        rules.identity_number_is_right,
        rules.term_is_right,
        rules.username_is_free,
    )
    empty = "还没有用户申请。新进、交流、借调人员需要使用内网时，由所在部门点“申请用户”填写。"
    guide = "由用户所在部门填写；部门负责人签字后，办公室、人教处共同审核。任何一方不同意即终止，同意后由系统管理员建户、安全管理员授权。"
    new_label = "申请用户"
    chip_tones = {"completed": "green", "refused": "red", "agreed": "amber", "opened": "amber"}
    imports = False

    def title_of(self, record: Any) -> str:
        return f"新增用户 {record.name}（{record.department.short_name}）"

    def initial(self, actor: Actor) -> dict[str, Any]:
        return {"department": actor.unit.pk if actor.unit else None}


@register
class RoleChangeApplications(Register):
    model = models.RoleChangeApplication
    process = process.RoleChangeProcess
    title = "权限申请"
    form_title = "权限申请表"
    series = "QXSQ"
    cites = ("S9§18",)
    icon = "key"
    columns = (
        Column("person", second="number"), Column("kind"), Column("role"), Column("valid_from", second="valid_to"), Column("applicant"),
        Column("created_at", sort="created_at"), Column("state"),
    )  # fmt: skip
    filters = ("state", "kind", "role")
    search = ("person", "reason")
    form = (Section("申请", "kind", "person", "role", "valid_from", "valid_to", "reason", cites="S9§18"),)
    shown = (Section("权限内容", "rights"), Section("执行", "executed_by", "executed_at"))
    views = (
        View("在办", {"state": ["approving", "approved"]}), View("待执行", {"state": ["approved"]}), View("我申请的", {"me": "1"}), View("全部"),
    )  # fmt: skip
    guards = (rules.term_is_right, rules.asked_for_own_people)
    empty = "还没有权限申请。工作需要新的角色，或不再需要时，由用户所在部门点“申请权限”填写。"
    guide = "由用户所在部门填写；部门负责人同意、业务主管部门批准后，安全管理员按单执行。"
    new_label = "申请权限"
    chip_tones = {"executed": "green", "refused": "red", "approved": "amber"}
    imports = False

    def title_of(self, record: Any) -> str:
        return f"{record.get_kind_display()}{record.person.name}“{record.get_role_display()}”"

    def prepare(self, record: Any, actor: Actor) -> None:
        actions.spell_out(record)


form_manners.declare(
    "user_account_application",
    starred_when={"valid_to": f"staff_kind={StaffKind.SECONDED}|{StaffKind.OUTSOURCED}"},
)
