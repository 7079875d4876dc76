"""Running processes, whose turn it is, and what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from govops.kernel import moment
from govops.kernel.organization.models import Person, Unit
from govops.kernel.organization.steady import watched
from govops.kernel.records.models import SideRow


class ItemKind(models.TextChoices):
    DRAFT = "draft", "待提交"
    DECIDE = "decide", "待审批"
    HANDLE = "handle", "待办理"
    READ = "read", "待阅"


class ItemStatus(models.TextChoices):
    OPEN = "open", "待办"
    DONE = "done", "已办"
    CANCELLED = "cancelled", "已取消"


class ProcessRun(SideRow):
    """One record on its way. `snapshot` keeps the steps, seats and people as they were when the round began."""

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    # What these three tables refer to is never deleted (0005_what_stays): no insert need look whether it is there.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    applicant = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="runs", db_index=False, db_constraint=False
    )
    secrecy_level = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=30)
    step = models.CharField(max_length=40, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    snapshot = models.JSONField(default=list)
    started_at = models.DateTimeField(default=moment.now)
    submitted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "流程"
        constraints = [models.UniqueConstraint(fields=("register", "record_id"), name="run_once_per_record")]
        indexes = [models.Index(fields=["applicant", "finished_at", "-id"], name="run_applicant")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class WorkItem(SideRow):
    """It is this person's turn. Several people may hold one `place`; the first decision settles it for all of them."""

    run = models.ForeignKey(ProcessRun, models.CASCADE, related_name="items", db_constraint=False)
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    status = models.CharField(max_length=10, choices=ItemStatus.choices, default=ItemStatus.OPEN)
    round = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True)
    step_title = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField(default=0)
    seat = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="work_items", db_index=False, db_constraint=False
    )
    given_by = models.CharField("转来", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    arrived_at = models.DateTimeField(default=moment.now)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    budget_minutes = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作项"
        indexes = [
            models.Index(fields=["person", "kind", "due_at"], condition=Q(status="open"), name="item_inbox"),
            models.Index(fields=["person", "status", "-done_at"], name="item_done"),
            # Few among all that was done, so that `item_done` would be walked through for fifty of them.
            models.Index(
                fields=["person", "-done_at"], condition=Q(status="done", kind="read"), name="item_was_read"
            ),
            models.Index(fields=["register", "record_id"], name="item_record"),
            models.Index(fields=["person", "register", "record_id"], name="item_participation"),
            models.Index(fields=["due_at"], condition=Q(status="open"), name="item_due"),
        ]

    def __str__(self) -> str:
        return f"{self.step_title} {self.person}"


class Act(SideRow):
    """流转记录: one thing somebody did, with the opinion and the signature. Never changed."""

    run = models.ForeignKey(ProcessRun, models.PROTECT, related_name="acts", db_constraint=False)
    round = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True)
    step_title = models.CharField("环节", max_length=60, blank=True)
    verb = models.CharField(max_length=40)
    verb_title = models.CharField("动作", max_length=40)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="acts", db_index=False, db_constraint=False
    )
    person_name = models.CharField("办理人", max_length=60)
    unit_name = models.CharField("部门", max_length=60, blank=True)
    behalf_of = models.CharField("代", max_length=60, blank=True)
    opinion = models.TextField("意见", blank=True)
    details = models.CharField(max_length=300, blank=True)
    is_decision = models.BooleanField(default=False)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    arrived_at = models.DateTimeField(null=True)
    at = models.DateTimeField("时间", default=moment.now)
    signature = models.ForeignKey(
        "signatures.ElectronicSignature",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        ordering = ("id",)
        indexes = [
            models.Index(fields=["register", "record_id", "id"], name="act_record"),
            models.Index(fields=["person", "-id"], name="act_person"),
        ]

    def __str__(self) -> str:
        return f"{self.signer} {self.verb_title}"

    @property
    def signer(self) -> str:
        """“张三（代李四）”."""
        return f"{self.person_name}（代{self.behalf_of}）" if self.behalf_of else self.person_name


@watched()
class StepSetting(models.Model):
    """What administrators changed of a step: its quorum and its working hours."""

    register = models.CharField("流程", max_length=60)
    step = models.CharField("环节", max_length=40)
    quorum = models.CharField("通过条件", max_length=10, blank=True)
    hours = models.DecimalField("办理时限（工作小时）", max_digits=6, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节设置"
        constraints = [models.UniqueConstraint(fields=("register", "step"), name="step_set_once")]

    def __str__(self) -> str:
        return f"{self.register}.{self.step}"
