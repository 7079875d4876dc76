"""The paper of an emergency: owed from its beginning, counted when it comes late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from govops.kernel import moment, parameters
from govops.kernel.processes import engine, rounds
from govops.kernel.processes.declarations import Deed
from govops.kernel.processes.docket import docket_of
from govops.kernel.processes.models import ProcessRun
from govops.modules.change import messages
from govops.modules.change.actions.telling import managers, tell_about
from govops.modules.change.models import ChangeRequest
from govops.modules.change.parameters import PAPER_HOURS


def owe(change: Any, at: datetime) -> None:
    """The paper is due so many hours after the emergency began."""
    change.paper_due_at = at + timedelta(hours=int(parameters.value(PAPER_HOURS.key)))


def hand_back(change: Any, deed: Deed) -> None:
    """The paper is in the hands of the applicant until it is submitted."""
    run = engine.run_of("change_request", change.pk)
    if run is not None:
        rounds.open_draft(run, change)
        docket_of(run).write()


def submitted_at(change: Any) -> datetime | None:
    """When its process was first submitted."""
    run = engine.run_of("change_request", change.pk)
    return run.submitted_at if run else None


def settle(change: Any) -> None:
    """Put on the change when its paper came, and whether that was too late."""
    if change.paper_due_at is None:
        return
    change.paper_at = change.paper_at or submitted_at(change)
    change.is_paper_late = (change.paper_at or moment.now()) > change.paper_due_at


def note_late_papers() -> int:
    """Count the papers that are overdue, and tell who owes them; answers how many are new."""
    now = moment.now()
    submitted = ProcessRun.objects.filter(register="change_request", submitted_at__isnull=False)
    overdue = ChangeRequest.objects.filter(paper_due_at__lt=now, is_paper_late=False).select_related(
        "applicant"
    )
    overdue = overdue.filter(Q(paper_at__isnull=True) | Q(paper_at__gt=F("paper_due_at")))
    late = 0
    in_time = dict(
        submitted.filter(record_id__in=overdue.values("pk")).values_list("record_id", "submitted_at")
    )
    for change in overdue.order_by("id"):
        came = in_time.get(change.pk)
        if came is not None and came <= change.paper_due_at:
            continue
        ChangeRequest.objects.filter(pk=change.pk).update(is_paper_late=True)
        words = "" if came else "请申请人立即办理“补单”，写全方案并提交审批。"
        tell_about(change, messages.PAPER_LATE.code, [change.applicant, *managers(change)], words)
        late += 1
    return late
