"""《携物出门证明》: what leaves the machine room (S4§6)."""

from __future__ import annotations

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.machine_room.choices import CarryCategory, CarryOutState
from govops.modules.machine_room.models.rooms import MachineRoom

ITEMS = (
    RowColumn("name", "携带物品名称", required=True, max_length=60),
    RowColumn("quantity", "数量", required=True, kind="int", max_length=6),
    RowColumn("storage", "含存储介质", required=True, choices=(("no", "否"), ("yes", "是"))),
    RowColumn("asset", "资产编号", max_length=40),
)


class CarryOutPermit(Record):
    """Seven written elements of S4§6; the eighth, 部门领导签字, is the signature of the first step."""

    machine_room = models.ForeignKey(
        MachineRoom, on_delete=models.PROTECT, verbose_name="机房", related_name="carry_outs"
    )
    planned_at = models.DateTimeField("时间", help_text="携物出门的时间")
    carrier_name = models.CharField("姓名", max_length=50, help_text="携带人")
    carrier_unit = models.CharField("工作单位", max_length=100)
    category = models.CharField(
        "物品类别", max_length=20, choices=CarryCategory, default=CarryCategory.EQUIPMENT
    )
    items = RowsField("携带物品名称", columns=ITEMS, blank=False)
    reason = models.TextField("事由", max_length=500)
    identity_number = models.CharField("身份证号码", max_length=18)
    phone = models.CharField("联系电话", max_length=30)
    encryption_note = models.CharField(
        "重要数据加密说明",
        max_length=200,
        blank=True,
        help_text="含存储介质时必填：数据是否清除或加密、由谁处理",
    )
    return_on = models.DateField(
        "预计归还日", null=True, blank=True, help_text="不再归还的留空，并在事由中写明去向"
    )

    carrier = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="携带人", related_name="+", editable=False
    )
    has_storage = models.BooleanField("含存储介质", default=False, editable=False)
    enrolled_number = models.CharField("登记号", max_length=40, blank=True, editable=False)
    enrolled_at = models.DateTimeField("登记时间", null=True, editable=False)
    enrolled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="登记人", related_name="+", editable=False
    )
    check_words = models.CharField(
        "出门核验", max_length=200, blank=True, help_text="实物与证明所列名称、数量是否一致"
    )
    taken_out_at = models.DateTimeField("带出时间", null=True, editable=False)
    checked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="核验人", related_name="+", editable=False
    )
    return_words = models.CharField(
        "归还核对", max_length=200, blank=True, help_text="归还的物品是否齐全、完好"
    )
    returned_at = models.DateTimeField("归还时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "携物出门证明"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["planned_at", "id"], name="carry_out_planned"),
            models.Index(fields=["machine_room", "-id"], name="carry_out_room"),
            models.Index(
                fields=["return_on"], condition=models.Q(state=CarryOutState.OUT), name="carry_out_due_back"
            ),
        ]
