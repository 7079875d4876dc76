"""What change management owes: the paper of an emergency within its hours, and the look at every template by its next date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from govops.kernel.norms.obligations import Evidence, Obligation, Period, declare
from govops.kernel.organization.models import Person
from govops.modules.change import seats
from govops.modules.change.actions.papers import submitted_at
from govops.modules.change.choices import ChangeState, StandardState
from govops.modules.change.models import ChangeRequest, StandardChange


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, time()) for day in (first, last + timedelta(days=1)))
    return timezone.make_aware(begin), timezone.make_aware(end)


def papers_due(day: date) -> Iterable[tuple[int, str]]:
    """The emergencies whose paper is due on that day."""
    begin, end = _bounds(day, day)
    rows = ChangeRequest.objects.filter(paper_due_at__gte=begin, paper_due_at__lt=end).exclude(
        state=ChangeState.CANCELLED
    )
    return rows.order_by("id").values_list("id", "subject")


def paper_of(change_id: int, period: Period) -> Evidence | None:
    """Its paper, submitted in time."""
    change = ChangeRequest.objects.get(pk=change_id)
    at = change.paper_at or submitted_at(change)
    if at is None or change.paper_due_at is None or at > change.paper_due_at:
        return None
    return Evidence(
        "change_request", change.pk, change.number, f"{timezone.localtime(at):%m-%d %H:%M} 补单", at
    )


def applicant(change_id: int, day: date) -> Iterable[Person]:
    change = ChangeRequest.objects.select_related("applicant").get(pk=change_id)
    return [change.applicant] if change.applicant else seats.MANAGER.holders(change)


def _in_time() -> Q:
    """Reviewed no later than it was due."""
    return Q(was_due__isnull=True) | Q(reviewed_on__lte=F("was_due"))


def templates(day: date) -> Iterable[tuple[int, str]]:
    """The templates whose review falls due in the month of that day, and those that were reviewed in it ahead of their time."""
    month = Period.of("month", day)
    span = (month.first, month.last)
    rows = StandardChange.objects.filter(
        Q(review_due__range=span) | (Q(reviewed_on__range=span) & _in_time()), state=StandardState.IN_FORCE
    )
    return rows.order_by("id").values_list("id", "name")


def looked_over(template_id: int, period: Period) -> Evidence | None:
    """Its review in that month, no later than the day on which it was due."""
    template = (
        StandardChange.objects.filter(_in_time(), reviewed_on__range=(period.first, period.last))
        .filter(pk=template_id)
        .first()
    )
    if template is None or template.reviewed_on is None:
        return None
    words = f"{template.reviewed_on} {template.review_words}"[:200]
    at = timezone.make_aware(datetime.combine(template.reviewed_on, time(12)))
    return Evidence("standard_change", template.pk, template.number, words, at)


def managers(template_id: int, day: date) -> Iterable[Person]:
    return seats.MANAGER.holders(StandardChange.objects.get(pk=template_id))


declare(
    Obligation(
        id="R-CHG-01-paper", title="紧急变更补单", cites="N1§变更管理", every="day", rule="R-CHG-01", register="change_request",
        subjects=papers_due, evidence=paper_of, responsible=applicant, url=lambda change: f"/r/change_request/{change}/",
    ),
    Obligation(
        id="N2§9.7-templates", title="标准变更模板评审", cites="N2§9.7", every="month", register="standard_change",
        subjects=templates, evidence=looked_over, responsible=managers, url=lambda template: f"/r/standard_change/{template}/",
    ),
)  # fmt: skip
