"""Duties as people meet them: mine today, a register's this month, the figure of completeness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from govops.kernel.norms import obligations
from govops.kernel.norms.models import DutyPeriod, DutyState
from govops.kernel.organization.models import Person


@dataclass
class Duty:
    """A duty of somebody for one period."""

    title: str
    subject_name: str
    state: str
    first: date
    last: date
    done_at: datetime | None
    evidence_words: str
    url: str


#: for so many days a missed duty with a long period (a month or more) stays before the eyes of who should have done it
_REMINDED_DAYS = 31


def for_person(person: Person, day: date) -> list[Duty]:
    """What `person` is responsible for today, and what was missed: yesterday, or lately where periods are long."""
    lately = Q(last__gte=day - timedelta(days=_REMINDED_DAYS), first__lte=F("last") - timedelta(days=27))
    rows = DutyPeriod.objects.filter(responsible=person).filter(
        Q(first__lte=day, last__gte=day)
        | Q(state=DutyState.MISSED, last__lt=day) & (Q(last=day - timedelta(days=1)) | lately)
    )
    return [_duty(row) for row in rows.order_by("last", "obligation", "subject_id")[:30]]


def _duty(row: DutyPeriod) -> Duty:
    known = obligations._obligations.get(row.obligation)
    return Duty(
        title=known.title if known else row.obligation, subject_name=row.subject_name, state=row.state, first=row.first, last=row.last,
        done_at=row.done_at, evidence_words=row.evidence_words, url=known.url(row.subject_id) if known and row.state != DutyState.MET else "",
    )  # fmt: skip


def completeness(first: date, last: date, *, obligation: str = "") -> dict[str, dict[str, Any]]:
    """Per obligation: due, met, missed and the share met of those judged, over the periods that end in [first, last]."""
    rows = DutyPeriod.objects.filter(last__gte=first, last__lte=last)
    if obligation:
        rows = rows.filter(obligation=obligation)
    grouped = rows.values("obligation").annotate(
        total=Count("id"),
        met=Count("id", filter=Q(state=DutyState.MET)),
        missed=Count("id", filter=Q(state=DutyState.MISSED)),
    )
    result = {}
    for row in grouped:
        judged = row["met"] + row["missed"]
        result[row["obligation"]] = {**row, "share": round(100 * row["met"] / judged, 1) if judged else None}
    return result


def latest(obligation_ids: list[str], day: date) -> dict[str, list[DutyPeriod]]:
    """Per obligation the two newest periods that began by `day`, newest first: for those whose periods are long."""
    rows = DutyPeriod.objects.filter(obligation__in=obligation_ids, first__lte=day).order_by("-first", "id")
    found: dict[str, list[DutyPeriod]] = {}
    for row in rows[: 20 * len(obligation_ids)]:
        kept = found.setdefault(row.obligation, [])
        if len(kept) < 2:
            kept.append(row)
    return found
