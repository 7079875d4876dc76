"""《登记表》: outsiders in the machine room (S4§3, S4§4)."""

from __future__ import annotations

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ChoicesField, ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import SEEN_BY, Record
from govops.modules.machine_room import choices
from govops.modules.machine_room.choices import VisitorKind, VisitorState
from govops.modules.machine_room.models.rooms import MachineRoom

COMPANIONS = (
    RowColumn("name", "姓名", required=True, max_length=50),
    RowColumn("kind", "人员性质", required=True, choices=tuple(VisitorKind.choices)),
    RowColumn("identity_number", "证件号码", required=True, max_length=40),
)
CARRIED_ITEMS = (
    RowColumn("name", "物品名称", required=True, max_length=60),
    RowColumn("quantity", "数量", required=True, kind="int", max_length=6),
    RowColumn("storage", "含存储介质", choices=(("no", "否"), ("yes", "是"))),
    RowColumn("serial", "序列号", max_length=60),
)


class VisitorEntry(Record):
    """An outsider's visit: who comes, why, where, with what, escorted by whom; then when he came and went."""

    applying_unit = models.CharField("申请单位", max_length=100, blank=True, help_text="与来访单位相同可留空")
    is_sealed = models.BooleanField(
        "申请单位已盖章", default=False, help_text="盖章的纸质《登记表》请扫描为附件"
    )
    visitor_unit = models.CharField("来访单位", max_length=100)
    visitor_name = models.CharField("来访人", max_length=50)
    visitor_phone = models.CharField("联系电话", max_length=30)
    visitor_kind = models.CharField(
        "人员性质", max_length=20, choices=VisitorKind, default=VisitorKind.MAINLAND
    )
    identity_document = models.CharField(
        "证件类型",
        max_length=20,
        choices=choices.IdentityDocument,
        default=choices.IdentityDocument.IDENTITY_CARD,
    )
    identity_number = models.CharField("证件号码", max_length=40)
    companions = RowsField("同行人员", columns=COMPANIONS)
    category = models.CharField("来访类别", max_length=20, choices=choices.VisitCategory)
    purpose = models.TextField("工作内容", max_length=500)
    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="进入机房", related_name="visits", db_index=False
    )
    zones = ReferencesField("可进区域", to="machine_room.Zone", help_text="专用区域须在批准单上写明才能进入")
    planned_from = models.DateTimeField("计划进入时间")
    planned_to = models.DateTimeField("预计离开时间")
    escort = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="陪同人", related_name="+",
        help_text="随工的本单位人员；批准后也可由机房管理人员指定",
    )  # fmt: skip
    escort_phone = models.CharField("陪同人电话", max_length=30, blank=True, help_text="留空按通讯录填写")
    carried_items = RowsField("携带物品", columns=CARRIED_ITEMS)
    new_equipment = models.TextField("新增或扩容设备清单", max_length=500, blank=True)
    prohibited_items = ChoicesField("携带禁带物品", choices_from=choices.ProhibitedItem)
    prohibited_reason = models.CharField("必须携带的理由", max_length=200, blank=True)
    applying_unit_opinion = models.CharField("申请单位意见", max_length=200, blank=True)
    wants_photography = models.BooleanField(
        "照相或摄像", default=False, help_text="机房内禁止照相、摄像，勾选将被拒绝"
    )
    pledged = models.BooleanField("承诺不照相、不摄像、不乱动设备", default=False)

    is_after_hours = models.BooleanField("节假日或夜晚", default=False, editable=False)
    calendar_words = models.CharField("日历判定", max_length=100, blank=True, editable=False)
    entered_at = models.DateTimeField("进入时间", null=True, blank=True)
    escort_confirmed = models.BooleanField("陪同人已到场并核对禁带物品", default=False)
    prohibited_found = ChoicesField("现场查出的禁带物品", choices_from=choices.ProhibitedItem)
    items_at_entry = models.CharField(
        "进入核对", max_length=200, blank=True, help_text="与登记的携带物品是否一致"
    )
    left_at = models.DateTimeField("离开时间", null=True, blank=True)
    items_at_exit = models.CharField(
        "离开核对", max_length=200, blank=True, help_text="携出物品与进入时是否一致"
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "外来人员登记"
        indexes = [
            *Record.Meta.indexes,
            # A month of ten years, of one category: found, and counted, in the index alone.
            models.Index(
                fields=["planned_from", "id", "category"], include=SEEN_BY, name="visitor_entry_by_plan"
            ),
            models.Index(fields=["machine_room", "-id"], name="visitor_entry_room"),
            models.Index(fields=["category", "-id"], name="visitor_entry_category"),
            models.Index(fields=["visitor_kind", "-id"], name="visitor_entry_kind"),
            models.Index(
                fields=["-id"], condition=models.Q(is_after_hours=True), name="visitor_entry_after_hours"
            ),
            models.Index(
                fields=["planned_from", "id"],
                include=SEEN_BY,
                condition=models.Q(is_after_hours=True),
                name="visitor_entry_late_by_plan",
            ),
            models.Index(
                fields=["entered_at"],
                condition=models.Q(state=VisitorState.INSIDE),
                name="visitor_entry_inside",
            ),
            models.Index(
                fields=["entered_at"],
                condition=models.Q(entered_at__isnull=False),
                name="visitor_entry_entered",
            ),
        ]

    @property
    def everyone(self) -> list[str]:
        """The kinds of all who come in."""
        return [self.visitor_kind, *(row["kind"] for row in self.companions)]

    @property
    def party(self) -> str:
        """The visitor with the unit and, if more come, how many: 华信网络张伟等 2 人."""
        return f"{self.visitor_unit}{self.visitor_name}" + (
            f"等 {self.headcount} 人" if self.companions else ""
        )

    @property
    def headcount(self) -> int:
        return 1 + len(self.companions)
