"""How it looks."""

from typing import Any

from govops.kernel.registers import Column, Register, Section, View, register
from media_loan.models import MediaLoan
from media_loan.process import MediaLoanProcess, ends_after_it_begins


@register
class MediaLoans(Register):
    model = MediaLoan
    process = MediaLoanProcess
    title = "介质借用"
    form_title = "移动存储介质借用单"
    series = "JZJY"
    cites = ("S9§24",)
    icon = "book"
    columns = (
        Column("title", second="number"),
        Column("applicant"),
        Column("needed_from"),
        Column("needed_to"),
        Column("state"),
    )
    filters = ("state",)
    search = ("medium", "purpose", "applicant")
    form = (Section("借用", "medium", "purpose", "needed_from", "needed_to"),)
    shown = (Section("归还", "checked"),)
    views = (View("未归还", {"state": ["lent"]}), View("我申请的", {"me": "1"}), View("全部"))
    guards = (ends_after_it_begins,)
    empty = "还没有借用记录。需要借用移动存储介质时，请点“填写借用单”。"
    guide = "部门主管领导同意、介质管理员批准后领用；归还时检查并登记。"
    new_label = "填写借用单"

    def title_of(self, record: Any) -> str:
        return f"借用 {record.medium}：{record.purpose}"
