"""A register that no module has: enough to try every verb of an approval on shapes of one's own.

Its model and table are made inside the test database, once; nothing of it exists outside a test that asks for `toy`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import connection, models

from govops.kernel.access import table
from govops.kernel.access.table import Line
from govops.kernel.organization.models import Person
from govops.kernel.processes import declarations
from govops.kernel.processes.declarations import Approval, Move, Process, Step, named_in, the_applicant
from govops.kernel.processes.seats import Seat
from govops.kernel.records import kinds
from govops.kernel.records.models import Record
from govops.kernel.registers import Column, Register, Section, site

FIRST, SECOND, THIRD = Seat("toy_first", "甲席"), Seat("toy_second", "乙席"), Seat("toy_third", "丙席")


class ToyState(models.TextChoices):
    DRAFT = "draft", "草稿"
    RUNNING = "running", "审批中"
    AGREED = "agreed", "已同意"
    REFUSED = "refused", "不同意"
    DONE = "done", "办结"
    CANCELLED = "cancelled", "已撤销"


TWO_STEPS = (
    Step(key="one", title="第一环节", seats=(FIRST,), hours=8),
    Step(key="two", title="第二环节", seats=(SECOND,), hours=16),
)


class ToyProcess(Process):
    """草稿 → 审批 → 办结."""

    states = ToyState
    initial = ToyState.DRAFT
    editable: ClassVar[Any] = {ToyState.DRAFT: ...}
    cancelled = ToyState.CANCELLED
    final = (ToyState.REFUSED, ToyState.DONE, ToyState.CANCELLED)
    not_by = ("helper",)
    finish = Move(
        title="办结", sources=(ToyState.AGREED,), target=ToyState.DONE, by=the_applicant, asks=("result",), requires=("result",),
        todo=lambda record: [record.applicant],
    )  # fmt: skip
    reopen = Move(
        title="重办",
        sources=(ToyState.AGREED,),
        target=ToyState.DRAFT,
        by=named_in("helper", title="协办人"),
        opinion="required",
    )


def approval(*steps: Step, **changes: Any) -> Approval:
    """The toy's approval over other steps."""
    return Approval(
        start=ToyState.DRAFT, during=ToyState.RUNNING, yes=ToyState.AGREED, no=ToyState.REFUSED, back=ToyState.DRAFT,
        steps=steps or TWO_STEPS, **changes,
    )  # fmt: skip


@dataclass
class Toy:
    """What a test holds: the model, the register."""

    model: type[Record]
    register: Register
    made: list[Any] = field(default_factory=list)


def make_model() -> type[Record]:
    """The model class; its table is made by `make_table`."""

    class ToyRequest(Record):
        reason = models.TextField("事由", max_length=200)
        amount = models.IntegerField("数量", default=1)
        helper = models.ForeignKey(
            Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="协办人", related_name="+"
        )
        result = models.CharField("结果", max_length=50, blank=True)

        class Meta(Record.Meta):
            app_label = "records"
            verbose_name = "玩具单"

    return ToyRequest


def make_table(model: type[Record]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{model._meta.db_table}" CASCADE')
    with connection.schema_editor() as editor:
        editor.create_model(model)


@contextmanager
def on_the_site(model: type[Record]) -> Iterator[Toy]:
    """Declare the register while the test runs."""

    class ToyRegister(Register):
        code = "toy_request"
        title = "玩具单"
        series = "TOY"
        process = type("ToyProcess", (ToyProcess,), {"approval": approval()})
        columns = (Column("title", second="number"), Column("state"))
        filters = ("state",)
        search = ("reason",)
        form = (Section("内容", "reason", "amount", "helper"),)
        empty, guide, icon = "还没有玩具单。", "随便填。", "file-text"

        def title_of(self, record: Any) -> str:
            return str(record.reason)[:60]

    ToyRegister.model = model
    site.register(ToyRegister)
    line = Line("end_user", "toy_request", frozenset({"read", "write", "print", "export"}), "own")
    table._rights["end_user", "toy_request"] = line
    table._widest.cache_clear()
    try:
        yield Toy(model, site.get("toy_request"))
    finally:
        del table._rights["end_user", "toy_request"]
        table._widest.cache_clear()
        del site._registers["toy_request"]
        del kinds._kinds["toy_request"], kinds._by_model[model]
        del declarations._processes["toy_request"]
