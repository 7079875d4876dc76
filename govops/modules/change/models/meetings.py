"""变更审批委员会会议: when the board sits, over which changes, who came, what was said of each."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from govops.kernel.organization.models import Person
from govops.kernel.records.fields import ReferencesField, RowColumn, RowsField
from govops.kernel.records.models import Record
from govops.modules.change.choices import MeetingView

MOST_ON_THE_AGENDA = 50
DISCUSSED = (
    RowColumn("number", "变更单号", required=True, max_length=40),
    RowColumn("view", "会议意见", required=True, choices=tuple(MeetingView.choices)),
    RowColumn("words", "要点与条件", max_length=300),
)


class BoardMeeting(Record):
    """A sitting of the board. It discusses; each member still decides on each change himself, signed."""

    subject = models.CharField("会议名称", max_length=80, help_text="如：第 12 次变更审批委员会会议")
    held_at = models.DateTimeField("会议时间")
    place = models.CharField("会议地点", max_length=80)
    chair = models.ForeignKey(
        Person, on_delete=models.PROTECT, verbose_name="主持人", related_name="+", db_index=False
    )
    changes = ReferencesField("议题", to="change.ChangeRequest", help_text="提交本次会议审议的变更单")
    attendees = ReferencesField("到会人员", to="organization.Person", help_text="委员和列席人员")
    discussed = RowsField("逐项意见", columns=DISCUSSED, max_rows=MOST_ON_THE_AGENDA)
    minutes = models.TextField(
        "会议纪要", max_length=4000, blank=True, help_text="讨论经过、风险和条件、后续安排"
    )
    present = models.PositiveSmallIntegerField("到会委员数", null=True, editable=False)
    quorum = models.PositiveSmallIntegerField("法定人数", null=True, editable=False)
    minuted_at = models.DateTimeField("纪要形成时间", null=True, editable=False)

    #: changes are found by typing, there are too many to tick
    pickers = {"changes": "typing"}

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "变更审批委员会会议"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["held_at", "id"], name="board_meeting_held"),
            GinIndex(fields=["changes"], name="board_meeting_changes"),
        ]

    def __str__(self) -> str:
        return self.subject
