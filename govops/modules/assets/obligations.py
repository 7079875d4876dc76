"""What assets owe: a full stocktake, spot checks, a baseline (norms B7), each as often as the parameters say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from govops.kernel import parameters
from govops.kernel.norms.obligations import Every, Evidence, Obligation, Period, declare
from govops.kernel.organization import people
from govops.kernel.organization.models import Person
from govops.kernel.parameters import Parameter
from govops.kernel.processes.models import Act
from govops.modules.assets.choices import BaselineState, StocktakeKind, StocktakeState
from govops.modules.assets.models import Baseline, Stocktake
from govops.modules.assets.parameters import BASELINE_EVERY, FULL_EVERY, SPOT_EVERY
from govops.modules.assets.seats import KEEPER, MANAGER

WHOLE = 1  #: the one subject: the bureau as a whole


def bureau(day: date) -> Iterable[tuple[int, str]]:
    return [(WHOLE, "全部资产")]


def keepers(subject: int, day: date) -> Iterable[Person]:
    return people.holders(KEEPER.code)


def managers(subject: int, day: date) -> Iterable[Person]:
    return people.holders(MANAGER.code)


def as_set(parameter: Parameter) -> Callable[[], Every]:
    """How often, as an operator set it."""
    return lambda: parameters.value(parameter.key)


def _bounds(period: Period) -> tuple[datetime, datetime]:
    first, after = (datetime.combine(day, time()) for day in (period.first, period.last + timedelta(days=1)))
    return timezone.make_aware(first), timezone.make_aware(after)


def counted(*kinds: StocktakeKind) -> Callable[[int, Period], Evidence | None]:
    """A stocktake of one of these kinds that was closed within the period."""

    def evidence(subject: int, period: Period) -> Evidence | None:
        first, after = _bounds(period)
        found = Stocktake.objects.filter(
            kind__in=kinds, state=StocktakeState.CLOSED, closed_at__gte=first, closed_at__lt=after
        )
        one = found.order_by("closed_at").first()
        if one is None:
            return None
        words = f"{one.name}，应盘 {one.expected_count} 件，{timezone.localtime(one.closed_at):%m-%d} 关闭"
        return Evidence("stocktake", one.pk, one.number, words, one.closed_at)

    return evidence


def baselined(subject: int, period: Period) -> Evidence | None:
    """A baseline that was approved within the period."""
    first, after = _bounds(period)
    acts = Act.objects.filter(register="baseline", verb="approve", at__gte=first, at__lt=after)
    approved = Baseline.objects.filter(state=BaselineState.APPROVED, pk__in=acts.values("record_id"))
    one = approved.order_by("pk").first()
    if one is None:
        return None
    words = f"{one.name}，配置项 {one.item_count} 项、关系 {one.relation_count} 条，已批准"
    return Evidence("baseline", one.pk, one.number, words, one.taken_at)


declare(
    Obligation(
        id="N3§9.1-stocktake", title="资产全面盘点", cites="N3§9.1", every=as_set(FULL_EVERY), register="stocktake", subjects=bureau,
        evidence=counted(StocktakeKind.FULL), responsible=keepers, url=lambda subject: "/r/stocktake/new/?kind=full",
    ),
    Obligation(
        id="N3§9.1-spot-check", title="资产抽查", cites="N3§9.1", every=as_set(SPOT_EVERY), register="stocktake", subjects=bureau,
        evidence=counted(StocktakeKind.SPOT, StocktakeKind.FULL), responsible=keepers, url=lambda subject: "/r/stocktake/new/?kind=spot",
    ),
    Obligation(
        id="N3§9.1-baseline", title="配置基线", cites="N3§9.1", every=as_set(BASELINE_EVERY), register="baseline", subjects=bureau,
        evidence=baselined, responsible=managers, url=lambda subject: "/r/baseline/new/?occasion=yearly",
    ),
)  # fmt: skip
