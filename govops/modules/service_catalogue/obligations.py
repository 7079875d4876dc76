"""Every internal agreement is reviewed at least once a year (ISO/IEC 20000-1 6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from govops.kernel.norms.obligations import Evidence, Obligation, Period, declare
from govops.kernel.organization.models import Person
from govops.modules.service_catalogue.choices import AgreementKind
from govops.modules.service_catalogue.models import ServiceLevelAgreement
from govops.modules.service_catalogue.models.agreements import HELD
from govops.modules.service_catalogue.seats import LEVEL_MANAGER


def in_force(day: date) -> Iterable[tuple[int, str]]:
    """The internal agreements of that day whose review falls into its year."""
    rows = ServiceLevelAgreement.objects.filter(
        kind=AgreementKind.INTERNAL, state__in=HELD, valid_from__lte=day, valid_to__gte=day, review_on__year__lte=day.year,
    )  # fmt: skip
    return [(row.pk, row.name) for row in rows.order_by("id") if row.holds_on(day)]


def reviewed(agreement_id: int, period: Period) -> Evidence | None:
    first = timezone.make_aware(datetime.combine(period.first, time()))
    after = timezone.make_aware(datetime.combine(period.last + timedelta(days=1), time()))
    found = ServiceLevelAgreement.objects.filter(
        pk=agreement_id, reviewed_at__gte=first, reviewed_at__lt=after
    ).first()
    if found is None:
        return None
    words = f"{timezone.localtime(found.reviewed_at):%m-%d} {found.reviewed_by} 评审：{found.review_result}"
    return Evidence("service_level_agreement", found.pk, found.number, words[:200], found.reviewed_at)


def responsible(agreement_id: int, day: date) -> Iterable[Person]:
    return LEVEL_MANAGER.holders(ServiceLevelAgreement.objects.get(pk=agreement_id))


declare(
    Obligation(
        id="N3§6.1-review", title="服务级别协议评审", cites="N3§6.1", every="year", register="service_level_agreement",
        subjects=in_force, evidence=reviewed, responsible=responsible, url=lambda pk: f"/r/service_level_agreement/{pk}/",
    ),
)  # fmt: skip
