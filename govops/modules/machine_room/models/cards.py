"""《机房门卡申请表》 and the cards made from it (S4§9)."""

from __future__ import annotations

from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Record
from govops.modules.machine_room.choices import CardApplicationState, CardHours, CardRequest, CardState


class AccessCardApplication(Record):
    """A member of staff asks for a card, another card for a lost one, or other zones."""

    kind = models.CharField("申请类别", max_length=20, choices=CardRequest, default=CardRequest.NEW)
    position = models.CharField("职位", max_length=50, blank=True, help_text="留空按通讯录填写")
    former_number = models.CharField("原卡号", max_length=30, blank=True, help_text="补办、权限变更时填写")
    zones = ReferencesField(
        "门禁权限（区域）", to="machine_room.Zone", help_text="专用区域须逐一列明", blank=False
    )
    hours = models.CharField("门禁权限（时段）", max_length=20, choices=CardHours, default=CardHours.WORKDAY)
    reason = models.TextField("申请原因", max_length=500)
    valid_to = models.DateField("有效期至", null=True, blank=True, help_text="长期使用可留空；外包人员须填写")

    former_card = models.ForeignKey(
        "machine_room.AccessCard",
        on_delete=models.PROTECT,
        null=True,
        verbose_name="原卡",
        related_name="+",
        editable=False,
    )
    card_number = models.CharField("卡号", max_length=30, blank=True, help_text="权限变更沿用原卡，不必填写")
    made_at = models.DateTimeField("制卡时间", null=True, editable=False)
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="制卡人", related_name="+", editable=False
    )
    collected_at = models.DateTimeField("领卡时间", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "机房门卡申请"
        indexes = [
            *Record.Meta.indexes,
            models.Index(
                fields=["made_at"],
                condition=models.Q(state=CardApplicationState.MADE),
                name="card_to_collect",
            ),
        ]


class AccessCard(Record):
    """A card in somebody's hands. Comes only from an approved application (R-MR-07); its holder is the applicant."""

    card_number = models.CharField("卡号", max_length=30, unique=True)
    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="持卡人", related_name="access_cards"
    )
    application = models.OneToOneField(
        AccessCardApplication, on_delete=models.PROTECT, verbose_name="申请表", related_name="card"
    )
    zones = ReferencesField("门禁权限（区域）", to="machine_room.Zone", blank=False)
    hours = models.CharField("门禁权限（时段）", max_length=20, choices=CardHours, default=CardHours.WORKDAY)
    valid_to = models.DateField("有效期至", null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, verbose_name="制卡人", related_name="+")

    lost_at = models.DateTimeField("挂失时间", null=True, editable=False)
    state_reason = models.CharField("说明", max_length=200, blank=True)
    recall_reason = models.CharField("收卡原因", max_length=100, blank=True, editable=False)
    recalled_at = models.DateTimeField("收卡通知时间", null=True, editable=False)
    taken_back_at = models.DateTimeField("收回时间", null=True, editable=False)
    taken_back_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, verbose_name="收回人", related_name="+", editable=False
    )

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "门禁卡"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["holder"], name="access_card_holder"),
            models.Index(
                fields=["recalled_at"],
                condition=models.Q(recalled_at__isnull=False, taken_back_at__isnull=True),
                name="access_card_recalled",
            ),
        ]

    @property
    def is_usable(self) -> bool:
        """Only a card in use opens a door; a lost or stopped one does not, from that moment."""
        return self.state == CardState.IN_USE
