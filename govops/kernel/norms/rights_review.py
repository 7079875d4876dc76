"""权限复核 as a duty: in each period every grant is looked at (等保三级“授权和审批”)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from govops.kernel import moment, parameters
from govops.kernel.access import reviewing
from govops.kernel.access.models import GrantReview, RoleGrant
from govops.kernel.access.roles import AUDIT_ADMIN, SECURITY_ADMIN
from govops.kernel.norms.obligations import Every, Evidence, Obligation, Period, declare
from govops.kernel.organization.models import Person


def cycle() -> Every:
    """How often, as the security administrator set it."""
    return parameters.value("permission.review_cycle")


def period_of(day: date | None = None) -> Period:
    """The period of review that holds `day` (default: today)."""
    return Period.of(cycle(), day or moment.today())


def _subjects(day: date) -> Iterable[tuple[int, str]]:
    """One: all grants together, once there are some that are older than the period."""
    first = period_of(day).first
    return [(1, "在效授权")] if reviewing.standing(first, until=day).exists() else []


def _evidence(subject: int, period: Period) -> Evidence | None:
    until = min(period.last, moment.today())
    rows = reviewing.standing(period.first, until=until)
    if reviewing.with_reviews(rows, period.first, until=until).filter(is_reviewed=False).exists():
        return None
    done = GrantReview.objects.filter(
        decided_at__date__gte=period.first, decided_at__date__lte=until
    ).order_by("-id")
    last = done.first()
    if last is None:
        return None
    taken = done.filter(is_needed=False).count()
    return Evidence("", last.pk, "", f"复核 {done.count()} 项授权，收回 {taken} 项", last.decided_at)


def _responsible(subject: int, day: date) -> Iterable[Person]:
    """The security administrators, and for their own role the audit administrators."""
    held = RoleGrant.objects.on(day).filter(role__in=(SECURITY_ADMIN, AUDIT_ADMIN))
    return Person.objects.filter(is_active=True, account__in=held.values("account"))


RIGHTS_REVIEW = Obligation(
    id="N1-rights-review",
    title="权限复核",
    cites="N1§授权和审批",
    every=cycle,
    subjects=_subjects,
    evidence=_evidence,
    responsible=_responsible,
    url=lambda subject: "/admin/review/",
)
declare(RIGHTS_REVIEW)
